using System.Collections.Immutable;
using RefCnn.Core;

namespace RefCnn.Cli.Models;

/// <summary>A class and how probable it is.</summary>
/// <param name="Index">Its place in the model's output.</param>
/// <param name="Label">Its name; empty where no labels were given.</param>
/// <param name="Probability">0 to 1.</param>
internal readonly record struct RankedClass(int Index, string Label, double Probability);

/// <summary>A model's output read as probabilities of classes.</summary>
/// <param name="Classes">The most probable ones, most probable first.</param>
/// <param name="SoftmaxApplied">Whether the output had to be made a distribution.</param>
internal sealed record Classification(ImmutableArray<RankedClass> Classes, bool SoftmaxApplied)
{
    private const double DistributionTolerance = 1e-3;

    /// <summary>Ranks classes. An output that is not a distribution already (all values at least 0, sum 1 ± 10⁻³) goes through a softmax first.</summary>
    /// <param name="output">One value a class, whatever the shape.</param>
    /// <param name="labels">The classes' names in order, or null.</param>
    /// <param name="top">How many to keep.</param>
    /// <exception cref="RefCnnException">There are not as many labels as classes, or a value is NaN.</exception>
    public static Classification Of(Tensor<double> output, IReadOnlyList<string>? labels, int top)
    {
        if (labels is not null && labels.Count != output.Count)
            throw new RefCnnException($"{labels.Count} labels for {output.Count} classes; expected one line a class");
        if (output.Values.Any(double.IsNaN)) throw new RefCnnException("the model's output has a NaN; there are no probabilities to rank");
        bool distribution = output.Values.All(value => value >= 0) && Math.Abs(output.Values.Sum() - 1) <= DistributionTolerance;
        double[] probabilities = distribution ? output.Values : Softmax(output.Values);
        return new Classification(
            [.. probabilities.Select((probability, index) => new RankedClass(index, labels?[index] ?? "", probability))
                .OrderByDescending(entry => entry.Probability).ThenBy(entry => entry.Index).Take(top)],
            !distribution);
    }

    private static double[] Softmax(double[] values)
    {
        double largest = values.Max();
        double[] powers = [.. values.Select(value => Math.Exp(value - largest))];
        double sum = powers.Sum();
        return [.. powers.Select(power => power / sum)];
    }
}
