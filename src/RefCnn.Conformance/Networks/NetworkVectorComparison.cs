using System.Globalization;

namespace RefCnn.Conformance.Networks;

/// <summary>How a rebuilt vector differs from the frozen one.</summary>
public static class NetworkVectorComparison
{
    /// <summary>Where a transcendental function is upstream, values may differ by this share of the node's largest: its last bit, carried through the network.</summary>
    public const double ShareOfLargest = 1e-12;

    /// <summary>The differences, one line each; none where the vectors agree.</summary>
    /// <param name="frozen">The vector on disk.</param>
    /// <param name="rebuilt">The one just made.</param>
    public static IEnumerable<string> Differences(NetworkVector frozen, NetworkVector rebuilt)
    {
        if (frozen.Parameters != rebuilt.Parameters) yield return $"has {rebuilt.Parameters} parameters; the frozen vector has {frozen.Parameters}";
        if (frozen.MultiplyAccumulates != rebuilt.MultiplyAccumulates)
            yield return $"takes {rebuilt.MultiplyAccumulates} multiply-accumulates; the frozen vector has {frozen.MultiplyAccumulates}";
        if (frozen.Source != rebuilt.Source) yield return $"has the source '{rebuilt.Source}'; the frozen vector has '{frozen.Source}'";
        if (!frozen.Inputs.SequenceEqual(rebuilt.Inputs)) yield return "has other inputs than the frozen vector";
        if (frozen.Nodes.Length != rebuilt.Nodes.Length)
        {
            yield return $"has {rebuilt.Nodes.Length} nodes; the frozen vector has {frozen.Nodes.Length}";
            yield break;
        }

        foreach ((NodeRecord before, NodeRecord after) in frozen.Nodes.Zip(rebuilt.Nodes))
        {
            if (Difference(before, after) is { } difference) yield return $"node '{after.Name}': {difference}";
            if (FlipDifference(before, after) is { } flips) yield return $"node '{after.Name}': {flips}";
        }

        foreach (string difference in OutputDifferences(frozen, rebuilt)) yield return difference;
    }

    private static string? Difference(NodeRecord before, NodeRecord after)
    {
        if ((before.Name, before.Kind, before.Shape) != (after.Name, after.Kind, after.Shape))
            return $"is {after.Kind} {after.Shape}; the frozen vector has '{before.Name}', {before.Kind} {before.Shape}";
        if (before.Sha256 != after.Sha256) return $"has the digest {after.Sha256 ?? "none"}; the frozen vector has {before.Sha256 ?? "none"}";
        if (!before.Indices.SequenceEqual(after.Indices)) return "keeps other values than the frozen vector";
        double allowed = ShareOfLargest * before.Largest;
        if (!(Math.Abs(before.RootMeanSquare - after.RootMeanSquare) <= allowed)) return $"has the rms {Text(after.RootMeanSquare)}; the frozen vector has {Text(before.RootMeanSquare)}";
        if (!(Math.Abs(before.Largest - after.Largest) <= allowed)) return $"has the largest value {Text(after.Largest)}; the frozen vector has {Text(before.Largest)}";
        for (int i = 0; i < before.Samples.Length; i++)
        {
            if (!(Math.Abs(before.Samples[i] - after.Samples[i]) <= allowed))
                return $"value {before.Indices[i]} is {Text(after.Samples[i])}; the frozen vector has {Text(before.Samples[i])}";
        }

        return null;
    }

    // Where a transcendental function is upstream, an activation at the very limit may be counted or not.
    private static string? FlipDifference(NodeRecord before, NodeRecord after)
    {
        if (before.Flips is null && after.Flips is null) return null;
        if (before.Flips is not { } frozen || after.Flips is not { } rebuilt) return $"has {(after.Flips is null ? "no " : "")}flips; the frozen vector has {(after.Flips is null ? "some" : "none")}";
        int allowed = before.Sha256 is null ? 1 : 0;
        return Math.Abs(frozen.Count - rebuilt.Count) > allowed || !(Math.Abs(frozen.Share - rebuilt.Share) <= (1e-9 + allowed) * frozen.Share)
            ? $"has {rebuilt.Count} flips of share {Text(rebuilt.Share)}; the frozen vector has {frozen.Count} of {Text(frozen.Share)}"
            : null;
    }

    // The noise decides verdicts, but only by its size: a part in 10⁹ is nothing.
    private static IEnumerable<string> OutputDifferences(NetworkVector frozen, NetworkVector rebuilt)
    {
        if (!frozen.Outputs.Select(output => (output.Name, output.Node)).SequenceEqual(rebuilt.Outputs.Select(output => (output.Name, output.Node))))
        {
            yield return "has other outputs than the frozen vector";
            yield break;
        }

        foreach ((OutputRecord before, OutputRecord after) in frozen.Outputs.Zip(rebuilt.Outputs))
        {
            double allowed = 1e-9 * before.Noise.Append(0).Max();
            if (before.Noise.Zip(after.Noise).Any(pair => !(Math.Abs(pair.First - pair.Second) <= allowed))) yield return $"output '{after.Name}' has other noise than the frozen vector";
        }
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
