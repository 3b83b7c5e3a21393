using System.Collections.Immutable;

namespace RefCnn.Core.Layers;

/// <summary>What <see cref="Reduce"/> makes of the values along its axes.</summary>
public enum ReduceFunction
{
    /// <summary>The mean.</summary>
    Mean,

    /// <summary>The sum.</summary>
    Sum,

    /// <summary>The product.</summary>
    Product,

    /// <summary>The largest.</summary>
    Max,

    /// <summary>The smallest.</summary>
    Min,

    /// <summary>The Euclidean norm.</summary>
    L2,
}

/// <summary>
/// One number in place of all values along the given axes. Kind <c>reduce</c>.
/// <list type="bullet">
/// <item>C1: the axes are distinct and within the input's rank; none means that nothing is reduced.</item>
/// <item>C2: mean, max and min have at least one value to reduce.</item>
/// </list>
/// </summary>
/// <param name="Function">What is computed.</param>
/// <param name="Axes">The axes, 0 to rank − 1.</param>
/// <param name="KeepDimensions">Whether reduced axes stay with extent 1, or go.</param>
public sealed record Reduce(ReduceFunction Function, ImmutableArray<int> Axes, bool KeepDimensions = true) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "reduce";

    /// <inheritdoc/>
    public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs)
    {
        int samples = Samples(inputs[0]);
        return Function switch
        {
            ReduceFunction.Mean => new Accuracy.SumOfProducts(samples, 1.0 / samples),
            ReduceFunction.Sum => new Accuracy.SumOfProducts(samples, 1.0),
            ReduceFunction.Product => new Accuracy.Rounded(samples),
            ReduceFunction.L2 => new Accuracy.Rounded(samples + 2),
            _ => new Accuracy.Exact(),
        };
    }

    /// <inheritdoc/>
    protected override Shape Infer(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0];
        RequireAxes(Axes, input.Rank, 1);
        Require(Samples(input) > 0 || Function is ReduceFunction.Sum or ReduceFunction.Product or ReduceFunction.L2, 2,
            $"input has shape {input}, with nothing along the axes; expected at least one value");

        var extents = new List<int>();
        for (int axis = 0; axis < input.Rank; axis++)
        {
            if (!Axes.Contains(axis)) extents.Add(input[axis]);
            else if (KeepDimensions) extents.Add(1);
        }

        return new Shape([.. extents]);
    }

    private int Samples(Shape input)
    {
        int samples = 1;
        foreach (int axis in Axes) samples *= input[axis];
        return samples;
    }
}
