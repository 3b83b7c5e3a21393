using RefCnn.Core;

namespace RefCnn.Conformance;

/// <summary>What a vector demands.</summary>
public abstract record Expectation
{
    private Expectation()
    {
    }

    /// <summary>These outputs.</summary>
    /// <param name="Output">The true values.</param>
    public sealed record Valid(Tensor<double> Output) : Expectation;

    /// <summary>A refusal.</summary>
    /// <param name="Rule">The label of the constraint that is violated, e.g. <c>C2</c>.</param>
    public sealed record Invalid(string Rule) : Expectation;
}
