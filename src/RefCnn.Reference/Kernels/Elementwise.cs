using RefCnn.Core;

namespace RefCnn.Reference.Kernels;

/// <summary>The loops that all kernels of functions of single values share.</summary>
internal static class Elementwise
{
    public static void Run(Tensor<double> input, Tensor<double> output, Func<double, double> function)
    {
        for (int i = 0; i < output.Count; i++) output[i] = function(input[i]);
    }
}
