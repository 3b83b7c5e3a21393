namespace RefCnn.Accelerate.Kernels;

/// <summary>A function of two values. A struct, so that the compiler puts it into the loop.</summary>
internal interface IPairFunction
{
    /// <summary>The function.</summary>
    /// <param name="left">The first value.</param>
    /// <param name="right">The second.</param>
    float Of(float left, float right);
}

/// <summary>y = f(a, b), value by value, of two tensors of one shape in one layout. A piece of the work is a run of values.</summary>
/// <typeparam name="TFunction">f.</typeparam>
/// <param name="function">f.</param>
/// <param name="operands">Inputs and output.</param>
internal sealed unsafe class PairStep<TFunction>(TFunction function, Operands operands) : Step
    where TFunction : struct, IPairFunction
{
    public override int Pieces => operands.Output.Runs;

    public override void Run(int first, int end, int worker)
    {
        for (int run = first; run < end; run++)
        {
            float* left = operands.Inputs[0].Run(run, out _), right = operands.Inputs[1].Run(run, out _), to = operands.Output.Run(run, out int length);
            for (int i = 0; i < length; i++) to[i] = function.Of(left[i], right[i]);
        }
    }
}
