using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Lowering;

/// <summary>Rewrites a network into layers that both of Core ML's formats have one for one: one line a kind; kinds that are not named stay.</summary>
internal static class LoweringTable
{
    private static readonly Dictionary<Type, Func<LoweringStep, int>> Rules = new()
    {
        [typeof(ConvTranspose2D)] = ConvolutionLowering.Transposed,
        [typeof(Dense)] = ConvolutionLowering.Dense,
        [typeof(MatMul)] = ConvolutionLowering.MatMul,
        [typeof(MaxPool2D)] = PoolingLowering.Max,
        [typeof(AveragePool2D)] = PoolingLowering.Average,
        [typeof(L2Pool2D)] = PoolingLowering.L2,
        [typeof(GlobalPool)] = PoolingLowering.Global,
        [typeof(BatchNorm)] = NormalizationLowering.Channels,
        [typeof(InstanceNorm)] = NormalizationLowering.Channels,
        [typeof(LocalResponseNorm)] = NormalizationLowering.LocalResponse,
        [typeof(MeanVarianceNorm)] = NormalizationLowering.MeanVariance,
        [typeof(L2Normalize)] = NormalizationLowering.L2,
        [typeof(PRelu)] = ActivationLowering.PRelu,
        [typeof(LogSoftmax)] = ActivationLowering.LogSoftmax,
        [typeof(Reduce)] = ArithmeticLowering.Reduce,
        [typeof(Constant)] = ArithmeticLowering.Constant,
        [typeof(Concat)] = RearrangementLowering.Concat,
        [typeof(Pad)] = PadLowering.Pad,
        [typeof(Reshape)] = RearrangementLowering.Reshape,
        [typeof(Flatten)] = RearrangementLowering.Reshape,
        [typeof(Squeeze)] = RearrangementLowering.Reshape,
        [typeof(Unsqueeze)] = RearrangementLowering.Reshape,
        [typeof(Expand)] = RearrangementLowering.Expand,
        [typeof(Transpose)] = RearrangementLowering.ByAxes,
        [typeof(Tile)] = RearrangementLowering.ByAxes,
        [typeof(Slice)] = RearrangementLowering.ByAxes,
        [typeof(SpaceToDepth)] = BlockLowering.SpaceToDepth,
        [typeof(DepthToSpace)] = BlockLowering.DepthToSpace,
        [typeof(DarknetReorg)] = BlockLowering.DarknetReorg,
    };

    /// <summary>Whether a kind has a rule.</summary>
    /// <param name="layer">The layer's type.</param>
    public static bool Has(Type layer) => Rules.ContainsKey(layer);

    /// <summary>Rewrites a network. Every node's result keeps its name; scalars become one value of rank 1.</summary>
    /// <param name="network">The network.</param>
    /// <param name="precision">What the file's numbers are stored in.</param>
    public static Network Lower(Network network, CoreMlPrecision precision)
    {
        var builder = new NetworkBuilder(network.Name);
        int[] made = new int[network.Nodes.Length];
        for (int index = 0; index < made.Length; index++)
        {
            Node node = network.Nodes[index];
            made[index] = node.Layer is Input { Shape.Rank: 0 }
                ? builder.Input(node.Name, new Shape(1))
                : Lower(builder, precision, node.Name, node.Layer, [.. node.Inputs.Select(input => made[input])]);
        }

        foreach (NetworkOutput output in network.Outputs) builder.Output(output.Name, made[output.Node]);
        return builder.Build();
    }

    /// <summary>Adds one node, lowered.</summary>
    /// <param name="builder">The network that is being made.</param>
    /// <param name="precision">What the file's numbers are stored in.</param>
    /// <param name="name">The name of the node's result.</param>
    /// <param name="layer">What it computes.</param>
    /// <param name="inputs">The nodes that it reads.</param>
    public static int Lower(NetworkBuilder builder, CoreMlPrecision precision, string name, Layer layer, int[] inputs) =>
        Rules.TryGetValue(layer.GetType(), out Func<LoweringStep, int>? rule)
            ? rule(new LoweringStep(builder, precision, name, layer, inputs))
            : builder.Add(name, layer, inputs);
}
