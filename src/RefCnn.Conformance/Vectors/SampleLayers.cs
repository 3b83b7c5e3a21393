using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Conformance;

/// <summary>A small, plausible instance of a kind, from which an author starts.</summary>
/// <param name="Layer">The layer; its tensors are zeros.</param>
/// <param name="Inputs">The shapes of its inputs.</param>
internal sealed record SampleLayer(Layer Layer, params ImmutableArray<Shape> Inputs);

/// <summary>One sample for every kind.</summary>
internal static class SampleLayers
{
    private static readonly Shape Image = new(2, 4, 4, 6);
    private static readonly Shape Rows = new(3, 5);
    private static readonly Window2D Wide = Window2D.Of(new Size2D(3, 2), stride: 2);
    private static readonly Window2D Padded = new(new Size2D(3, 2), new Size2D(2, 1), Size2D.One, new Padding2D(1, 0, 0, 1));

    /// <summary>The samples, by kind.</summary>
    public static ImmutableDictionary<string, SampleLayer> All { get; } = new SampleLayer[]
    {
        new(new Input(Rows)),
        new(new Constant(Zeros(3, 5))),
        new(new Conv2D(Padded, Zeros(6, 2, 3, 2), Zeros(6), Groups: 2), Image),
        new(new ConvTranspose2D(Padded, Zeros(4, 3, 3, 2), Zeros(6), Groups: 2, new Size2D(1, 0)), Image),
        new(new Dense(Zeros(4, 5), Zeros(4)), Rows),
        new(new MatMul(), new Shape(2, 3, 4), new Shape(4, 5)),
        new(new MaxPool2D(Padded), Image),
        new(new ArgMaxPool2D(Padded), Image),
        new(new AveragePool2D(Padded), Image),
        new(new L2Pool2D(Wide), Image),
        new(new GlobalPool(GlobalPoolFunction.Average), Image),
        new(new BatchNorm(Zeros(4), Zeros(4), Zeros(4), Zeros(4)), Image),
        new(new InstanceNorm(Zeros(4), Zeros(4)), Image),
        new(new LocalResponseNorm(3), Image),
        new(new MeanVarianceNorm([2, 3]), Image),
        new(new L2Normalize([1]), Image),
        new(new Relu(), Rows),
        new(new Clip(-1, 6), Rows),
        new(new LeakyRelu(), Rows),
        new(new PRelu(Zeros(4, 1, 1)), Image),
        new(new Elu(), Rows),
        new(new Sigmoid(), Rows),
        new(new HardSigmoid(), Rows),
        new(new Tanh(), Rows),
        new(new Softplus(), Rows),
        new(new Softmax(1), Rows),
        new(new LogSoftmax(1), Rows),
        new(new Unary(UnaryFunction.Abs), Rows),
        new(new Binary(BinaryFunction.Add), Rows, new Shape(5)),
        new(new Reduce(ReduceFunction.Sum, [1, 3]), Image),
        new(new Identity(), Rows),
        new(new Concat(), Image, Image.With(1, 3)),
        new(new Slice([0, 1], [2, 2], [1, 2]), Rows),
        new(new Pad([1, 0], [0, 2]), Rows),
        new(new Resize([1, 2, 4, 9]), new Shape(1, 2, 3, 3)),
        new(new Reshape(new Shape(5, 3)), Rows),
        new(new Flatten(), Image),
        new(new Transpose([0, 2, 3, 1]), Image),
        new(new Squeeze([1]), new Shape(3, 1, 5)),
        new(new Unsqueeze([1]), Rows),
        new(new Tile([2, 1]), Rows),
        new(new Expand(new Shape(2, 3, 5)), new Shape(3, 1)),
        new(new SpaceToDepth(2), Image),
        new(new DepthToSpace(2), Image),
        new(new DarknetReorg(2), Image),
    }.ToImmutableDictionary(sample => sample.Layer.Kind);

    private static Tensor<float> Zeros(params int[] extents) => new(new Shape(extents));
}
