using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Conformance.Networks.Noise;

/// <summary>∂yᵢ/∂xⱼ = yᵢ · (δᵢⱼ − yⱼ), so σ²ᵢ = yᵢ² · ((1 − 2yᵢ) · vᵢ + Σⱼ yⱼ² · vⱼ).</summary>
internal static class SoftmaxNoise
{
    public static Tensor<double> Of(Softmax softmax, Tensor<double> output, Tensor<double> variance)
    {
        int[] groups = AxisGroups.Of(output.Shape, softmax.Axis);
        double[] shared = new double[groups.Length == 0 ? 0 : groups.Max() + 1];
        for (int i = 0; i < groups.Length; i++) shared[groups[i]] += output[i] * output[i] * variance[i];
        var carried = new Tensor<double>(output.Shape);
        for (int i = 0; i < carried.Count; i++)
            carried[i] = output[i] * output[i] * (((1 - (2 * output[i])) * variance[i]) + shared[groups[i]]);
        return carried;
    }
}
