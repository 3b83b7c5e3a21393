namespace RefCnn.Accelerate.Kernels;

/// <summary>A function of one value. A struct, so that the compiler puts it into the loop.</summary>
internal interface IElementFunction
{
    /// <summary>The function, in double: rounding to float32 once is all the error there is.</summary>
    /// <param name="x">The value.</param>
    double Of(double x);
}

/// <summary>y = f(x), value by value. A piece of the work is a run of values.</summary>
/// <typeparam name="TFunction">f.</typeparam>
/// <param name="function">f.</param>
/// <param name="operands">Input and output.</param>
internal sealed unsafe class ElementwiseStep<TFunction>(TFunction function, Operands operands) : Step
    where TFunction : struct, IElementFunction
{
    public override int Pieces => Runs.Count(operands.Output.Count);

    public override void Run(int first, int end, int worker)
    {
        (int from, int to) = Runs.Range(operands.Output.Count, first, end);
        float* input = operands.Input.Data, output = operands.Output.Data;
        for (int i = from; i < to; i++) output[i] = (float)function.Of(input[i]);
    }
}
