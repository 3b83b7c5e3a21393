using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using static System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes;

namespace RefCnn.Core.Layers;

/// <summary>One kind of layer.</summary>
/// <param name="Name">Its name in vectors, tables and messages.</param>
/// <param name="Type">The record that describes it. Its constructor and properties can be looked through, in trimmed programs too.</param>
public sealed record LayerKind(
    string Name,
    [DynamicallyAccessedMembers(PublicConstructors | PublicProperties)][property: DynamicallyAccessedMembers(PublicConstructors | PublicProperties)] Type Type);

/// <summary>The closed set of layer kinds. A new kind starts here; docs/adding-a-layer.md lists what else it needs.</summary>
public static class LayerKinds
{
    /// <summary>Every kind, in the order of the documentation.</summary>
    public static ImmutableArray<LayerKind> All { get; } =
    [
        new("input", typeof(Input)),
        new("constant", typeof(Constant)),
        new("conv2d", typeof(Conv2D)),
        new("conv-transpose2d", typeof(ConvTranspose2D)),
        new("dense", typeof(Dense)),
        new("matmul", typeof(MatMul)),
        new("max-pool2d", typeof(MaxPool2D)),
        new("argmax-pool2d", typeof(ArgMaxPool2D)),
        new("average-pool2d", typeof(AveragePool2D)),
        new("l2-pool2d", typeof(L2Pool2D)),
        new("global-pool", typeof(GlobalPool)),
        new("batch-norm", typeof(BatchNorm)),
        new("instance-norm", typeof(InstanceNorm)),
        new("local-response-norm", typeof(LocalResponseNorm)),
        new("mean-variance-norm", typeof(MeanVarianceNorm)),
        new("l2-normalize", typeof(L2Normalize)),
        new("relu", typeof(Relu)),
        new("clip", typeof(Clip)),
        new("leaky-relu", typeof(LeakyRelu)),
        new("prelu", typeof(PRelu)),
        new("elu", typeof(Elu)),
        new("sigmoid", typeof(Sigmoid)),
        new("hard-sigmoid", typeof(HardSigmoid)),
        new("tanh", typeof(Tanh)),
        new("softplus", typeof(Softplus)),
        new("softmax", typeof(Softmax)),
        new("log-softmax", typeof(LogSoftmax)),
        new("unary", typeof(Unary)),
        new("binary", typeof(Binary)),
        new("reduce", typeof(Reduce)),
        new("identity", typeof(Identity)),
        new("concat", typeof(Concat)),
        new("slice", typeof(Slice)),
        new("pad", typeof(Pad)),
        new("resize", typeof(Resize)),
        new("reshape", typeof(Reshape)),
        new("flatten", typeof(Flatten)),
        new("transpose", typeof(Transpose)),
        new("squeeze", typeof(Squeeze)),
        new("unsqueeze", typeof(Unsqueeze)),
        new("tile", typeof(Tile)),
        new("expand", typeof(Expand)),
        new("space-to-depth", typeof(SpaceToDepth)),
        new("depth-to-space", typeof(DepthToSpace)),
        new("darknet-reorg", typeof(DarknetReorg)),
    ];

    /// <summary>The kind of that name, or null.</summary>
    /// <param name="name">E.g. <c>conv2d</c>.</param>
    public static LayerKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);
}
