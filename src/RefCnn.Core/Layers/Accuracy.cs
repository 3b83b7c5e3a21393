namespace RefCnn.Core.Layers;

/// <summary>
/// How close a correct engine must come to the true value: a closed set of rules, from which the conformance suite derives its bounds
/// for every precision class. docs/verdicts.md has the mathematics.
/// </summary>
public abstract record Accuracy
{
    private Accuracy()
    {
    }

    /// <summary>The output copies or selects inputs: bit-equal, except that −0 equals 0.</summary>
    public sealed record Exact : Accuracy;

    /// <summary>
    /// Each output is a sum of at most <paramref name="Terms"/> products, plus a bias.
    /// Running the reference kernel on absolute values gives the magnitude A that the bound γ(n + 1) · A needs.
    /// </summary>
    /// <param name="Terms">The largest number of products in one output.</param>
    /// <param name="CommonWeight">Where the layer has no weight tensor, the one weight of every product (1/9 for a 3×3 mean), or null where it varies.</param>
    public sealed record SumOfProducts(int Terms, double? CommonWeight = null) : Accuracy;

    /// <summary>The output is reached by so many rounded operations, none of which cancels: within γ(roundings) · |y|.</summary>
    /// <param name="Roundings">The number of rounded operations.</param>
    /// <param name="Stages">How many of them round what an engine that makes the layer of simpler ones stores on the way, in its storage format.</param>
    public sealed record Rounded(int Roundings, int Stages = 0) : Accuracy;

    /// <summary>
    /// The output is conditioned by more than its own size: within γ(roundings) · M, where the kind's magnitude rule gives M
    /// for each output from the same operands.
    /// </summary>
    /// <param name="Roundings">The number of rounded operations, counting a transcendental function as four.</param>
    /// <param name="Stages">How many of them round what an engine that makes the layer of simpler ones stores on the way, in its storage format.</param>
    public sealed record Conditioned(int Roundings, int Stages = 0) : Accuracy;
}
