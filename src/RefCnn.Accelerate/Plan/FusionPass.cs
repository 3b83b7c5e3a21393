using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Plan;

/// <summary>
/// Joins a convolution, transposed convolution or dense layer with the batch norm, the addition and the activation after it, and an
/// instance norm with the addition and the activation, where nobody else reads what lies between.
/// </summary>
internal static class FusionPass
{
    /// <summary>The steps of a network in order, each at the place of its last node.</summary>
    /// <param name="network">The network.</param>
    /// <param name="kept">Nodes whose outputs must exist: taps and the network's outputs.</param>
    public static List<FusedNode> Run(Network network, IReadOnlySet<int> kept)
    {
        int[] soleReader = SoleReaders(network, kept);
        bool[] taken = new bool[network.Nodes.Length];
        var steps = new List<FusedNode>();
        for (int index = 0; index < taken.Length; index++)
        {
            if (taken[index]) continue;
            FusedNode step = Grow(network, soleReader, taken, index);
            steps.Add(step);
        }

        steps.Sort((one, other) => one.Last.CompareTo(other.Last));
        return steps;
    }

    private static FusedNode Grow(Network network, int[] soleReader, bool[] taken, int first)
    {
        var step = new FusedNode(first, first, null, -1, Activation.None);
        if (network.Nodes[first].Layer is not (Conv2D or ConvTranspose2D or Dense or InstanceNorm)) return step;

        if (network.Nodes[first].Layer is not InstanceNorm && Next(step.Last) is { Layer: BatchNorm norm } && network.Shapes[first].Rank is 2 or 4 && IsFinite(norm))
            step = Take(step with { Norm = norm });
        if (Next(step.Last) is { Layer: Binary { Function: BinaryFunction.Add } } addition)
        {
            int other = addition.Inputs[0] == step.Last ? addition.Inputs[1] : addition.Inputs[0];
            if (other != step.Last && network.Shapes[other] == network.Shapes[first]) step = Take(step with { Residual = other });
        }

        if (Next(step.Last) is { } last && Activation.Of(last.Layer) is { } activation) step = Take(step with { Activation = activation });
        return step;

        Node? Next(int node) => soleReader[node] >= 0 && !taken[soleReader[node]] ? network.Nodes[soleReader[node]] : null;

        FusedNode Take(FusedNode grown)
        {
            int next = soleReader[grown.Last];
            taken[next] = true;
            return grown with { Last = next };
        }
    }

    // Folding multiplies weights: with numbers that are not finite it would spread NaN to other values.
    private static bool IsFinite(BatchNorm norm) => norm.Parameters.All(parameter => parameter.Value is null || !parameter.Value.Values.Any(value => !float.IsFinite(value)));

    private static int[] SoleReaders(Network network, IReadOnlySet<int> kept)
    {
        int[] readers = new int[network.Nodes.Length];
        int[] sole = new int[network.Nodes.Length];
        Array.Fill(sole, -1);
        for (int index = 0; index < network.Nodes.Length; index++)
        {
            foreach (int input in network.Nodes[index].Inputs) (readers[input], sole[input]) = (readers[input] + 1, index);
        }

        for (int index = 0; index < sole.Length; index++)
        {
            if (readers[index] != 1 || kept.Contains(index)) sole[index] = -1;
        }

        return sole;
    }
}
