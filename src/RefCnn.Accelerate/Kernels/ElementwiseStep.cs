using System.Numerics;

namespace RefCnn.Accelerate.Kernels;

/// <summary>A function of one value. A struct, so that the compiler puts it into the loop.</summary>
internal interface IElementFunction
{
    /// <summary>The function, in double: rounding to float32 once is all the error there is.</summary>
    /// <param name="x">The value.</param>
    double Of(double x);
}

/// <summary>A function of one value that also takes several at once.</summary>
internal interface IVectorFunction : IElementFunction
{
    /// <summary>The function of every value.</summary>
    /// <param name="x">The values.</param>
    Vector<double> Of(Vector<double> x);
}

/// <summary>y = f(x), value by value. A piece of the work is a run of values.</summary>
/// <typeparam name="TFunction">f.</typeparam>
/// <param name="function">f.</param>
/// <param name="operands">Input and output.</param>
internal sealed unsafe class ElementwiseStep<TFunction>(TFunction function, Operands operands) : Step
    where TFunction : struct, IElementFunction
{
    public override int Pieces => operands.Output.Runs;

    public override void Run(int first, int end, int worker)
    {
        for (int run = first; run < end; run++)
        {
            float* input = operands.Input.Run(run, out int length), output = operands.Output.Run(run, out _);
            for (int i = 0; i < length; i++) output[i] = (float)function.Of(input[i]);
        }
    }
}

/// <summary>y = f(x), several values at once. A piece of the work is a run of values.</summary>
/// <typeparam name="TFunction">f.</typeparam>
/// <param name="function">f.</param>
/// <param name="operands">Input and output.</param>
internal sealed unsafe class VectorStep<TFunction>(TFunction function, Operands operands) : Step
    where TFunction : struct, IVectorFunction
{
    public override int Pieces => operands.Output.Runs;

    public override void Run(int first, int end, int worker)
    {
        for (int run = first; run < end; run++)
        {
            float* input = operands.Input.Run(run, out int length), output = operands.Output.Run(run, out _);
            int i = 0;
            for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector.Widen(Vector.Load(input + i), out Vector<double> low, out Vector<double> high);
                Vector.Store(Vector.Narrow(function.Of(low), function.Of(high)), output + i);
            }

            for (; i < length; i++) output[i] = (float)function.Of(input[i]);
        }
    }
}
