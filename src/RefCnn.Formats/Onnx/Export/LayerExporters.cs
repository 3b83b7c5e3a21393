using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Onnx.Export;

/// <summary>Which exporter writes which layer kind: one line each. Inputs and constants are part of the graph itself.</summary>
internal static class LayerExporters
{
    private const int LowestOpset = 17;

    private static readonly Dictionary<Type, Action<ExportNode>> Entries = new()
    {
        [typeof(Input)] = _ => { },
        [typeof(Constant)] = _ => { },

        [typeof(Conv2D)] = node => ConvolutionExporters.Conv2D(node, (Conv2D)node.Node.Layer),
        [typeof(ConvTranspose2D)] = node => ConvolutionExporters.ConvTranspose2D(node, (ConvTranspose2D)node.Node.Layer),
        [typeof(Dense)] = node => ConvolutionExporters.Dense(node, (Dense)node.Node.Layer),
        [typeof(MatMul)] = node => node.Output("MatMul", node.Inputs),

        [typeof(MaxPool2D)] = node => PoolingExporters.MaxPool2D(node, (MaxPool2D)node.Node.Layer),
        [typeof(ArgMaxPool2D)] = node => PoolingExporters.ArgMaxPool2D(node, (ArgMaxPool2D)node.Node.Layer),
        [typeof(AveragePool2D)] = node => AveragePoolExporter.AveragePool2D(node, (AveragePool2D)node.Node.Layer),
        [typeof(L2Pool2D)] = node => PoolingExporters.L2Pool2D(node, (L2Pool2D)node.Node.Layer),
        [typeof(GlobalPool)] = node => PoolingExporters.GlobalPool(node, (GlobalPool)node.Node.Layer),

        [typeof(BatchNorm)] = node => NormalizationExporters.BatchNorm(node, (BatchNorm)node.Node.Layer),
        [typeof(InstanceNorm)] = node => NormalizationExporters.InstanceNorm(node, (InstanceNorm)node.Node.Layer),
        [typeof(LocalResponseNorm)] = node => ResponseNormExporter.LocalResponseNorm(node, (LocalResponseNorm)node.Node.Layer),
        [typeof(MeanVarianceNorm)] = node => NormalizationExporters.MeanVarianceNorm(node, (MeanVarianceNorm)node.Node.Layer),
        [typeof(L2Normalize)] = node => NormalizationExporters.L2Normalize(node, (L2Normalize)node.Node.Layer),

        [typeof(Relu)] = node => node.Output("Relu", node.Inputs),
        [typeof(Clip)] = node => ActivationExporters.Clip(node, (Clip)node.Node.Layer),
        [typeof(LeakyRelu)] = node => node.Output("LeakyRelu", node.Inputs, ExportAttribute.Number("alpha", ((LeakyRelu)node.Node.Layer).Slope)),
        [typeof(PRelu)] = node => node.Output("PRelu", [node.Input, node.Numbers("slope", ((PRelu)node.Node.Layer).Slope)]),
        [typeof(Elu)] = node => node.Output("Elu", node.Inputs, ExportAttribute.Number("alpha", ((Elu)node.Node.Layer).Alpha)),
        [typeof(Sigmoid)] = node => node.Output("Sigmoid", node.Inputs),
        [typeof(HardSigmoid)] = node => ActivationExporters.HardSigmoid(node, (HardSigmoid)node.Node.Layer),
        [typeof(Tanh)] = node => node.Output("Tanh", node.Inputs),
        [typeof(Softplus)] = node => node.Output("Softplus", node.Inputs),
        [typeof(Softmax)] = node => node.Output("Softmax", node.Inputs, ExportAttribute.Integer("axis", ((Softmax)node.Node.Layer).Axis)),
        [typeof(LogSoftmax)] = node => node.Output("LogSoftmax", node.Inputs, ExportAttribute.Integer("axis", ((LogSoftmax)node.Node.Layer).Axis)),

        [typeof(Unary)] = node => node.Output(((Unary)node.Node.Layer).Function.ToString(), node.Inputs),
        [typeof(Binary)] = node => node.Output(((Binary)node.Node.Layer).Function.ToString(), node.Inputs),
        [typeof(Reduce)] = node => ReductionExporters.Reduce(node, (Reduce)node.Node.Layer),

        [typeof(Identity)] = node => node.Output("Identity", node.Inputs),
        [typeof(Concat)] = node => node.Output("Concat", node.Inputs, ExportAttribute.Integer("axis", ((Concat)node.Node.Layer).Axis)),
        [typeof(Slice)] = node => RearrangementExporters.Slice(node, (Slice)node.Node.Layer),
        [typeof(Pad)] = node => RearrangementExporters.Pad(node, (Pad)node.Node.Layer),
        [typeof(Resize)] = node => ResizeExporter.Resize(node, (Resize)node.Node.Layer),
        [typeof(Reshape)] = node => RearrangementExporters.Reshape(node, node.Input),
        [typeof(Flatten)] = node => node.Output("Flatten", node.Inputs, ExportAttribute.Integer("axis", ((Flatten)node.Node.Layer).Axis)),
        [typeof(Transpose)] = node => RearrangementExporters.Transpose(node, (Transpose)node.Node.Layer),
        [typeof(Squeeze)] = node => RearrangementExporters.Axes(node, "Squeeze", ((Squeeze)node.Node.Layer).Axes),
        [typeof(Unsqueeze)] = node => RearrangementExporters.Axes(node, "Unsqueeze", ((Unsqueeze)node.Node.Layer).Axes),
        [typeof(Tile)] = node => node.Output("Tile", [node.Input, node.Integers("repeats", ((Tile)node.Node.Layer).Repeats.Select(repeats => (long)repeats))]),
        [typeof(Expand)] = node => node.Output("Expand", [node.Input, node.Extents("shape", node.OutputShape)]),
        [typeof(SpaceToDepth)] = node => BlockExporters.SpaceToDepth(node, (SpaceToDepth)node.Node.Layer),
        [typeof(DepthToSpace)] = node => BlockExporters.DepthToSpace(node, (DepthToSpace)node.Node.Layer),
        [typeof(DarknetReorg)] = node => BlockExporters.DarknetReorg(node, (DarknetReorg)node.Node.Layer),
    };

    /// <summary>Whether a kind has an exporter.</summary>
    /// <param name="layer">The layer's type.</param>
    public static bool Has(Type layer) => Entries.ContainsKey(layer);

    /// <summary>Writes a node.</summary>
    /// <param name="node">The node.</param>
    /// <exception cref="RefCnnException">ONNX cannot say what it computes.</exception>
    public static void Export(ExportNode node)
    {
        if (UnsupportedReason(node.Node.Layer) is { } reason) throw node.Refuse(reason);
        Entries[node.Node.Layer.GetType()](node);
    }

    /// <summary>Why a layer cannot be written whatever it reads, or null.</summary>
    /// <param name="layer">The layer.</param>
    public static string? UnsupportedReason(Layer layer) => Has(layer.GetType()) ? null : $"the exporter has no entry for {layer.Kind}";

    /// <summary>The lowest opset, from 17 on, that has what a layer needs.</summary>
    /// <param name="layer">The layer.</param>
    public static int OpsetOf(Layer layer) => layer switch
    {
        AveragePool2D { Window.Dilation: var dilation } when dilation != Size2D.One => 19,
        L2Pool2D { Window.Dilation: var dilation } when dilation != Size2D.One => 18,
        Resize { Coordinates: ResizeCoordinates.HalfPixelSymmetric } => 19,
        Resize { Antialias: true } => 18,
        Pad { Mode: PadMode.Wrap } => 19,
        _ => LowestOpset,
    };
}
