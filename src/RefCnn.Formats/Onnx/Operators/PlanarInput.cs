using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Onnx.Operators;

/// <summary>
/// The input of a windowed operator as a picture. A sequence [N, C, L] becomes one of height 1, and its result a sequence again;
/// volumes are refused.
/// </summary>
internal sealed class PlanarInput
{
    private readonly OnnxNode node;
    private readonly bool isSequence;

    /// <summary>Reads the first input of a node.</summary>
    /// <param name="node">The node.</param>
    /// <exception cref="ModelFormatException">It has one spatial axis less than 1 or more than 2.</exception>
    public PlanarInput(OnnxNode node)
    {
        this.node = node;
        Shape shape = node.Shape(0);
        if (shape.Rank is not (3 or 4))
        {
            throw node.Refuse(shape.Rank > 4
                ? $"input has shape {shape} with {shape.Rank - 2} spatial axes; windows have 1 or 2 (3-D convolution and pooling are not supported)"
                : $"input has shape {shape}; expected rank 3 or 4 (batch × channels × space)");
        }

        isSequence = shape.Rank == 3;
        SpatialRank = shape.Rank - 2;
        Node = isSequence ? node.Step("rows", new Unsqueeze([2]), node.Node(0)) : node.Node(0);
        Shape = node.ShapeOf(Node);
    }

    /// <summary>The number of spatial axes in the model: 1 or 2.</summary>
    public int SpatialRank { get; }

    /// <summary>The network node of rank 4.</summary>
    public int Node { get; }

    /// <summary>Its shape.</summary>
    public Shape Shape { get; }

    /// <summary>A weight of a convolution with the same number of spatial axes, as rank 4.</summary>
    /// <param name="weight">The weight.</param>
    /// <exception cref="ModelFormatException">Its rank is not the input's.</exception>
    public Tensor<float> Weight(Tensor<float> weight)
    {
        Shape shape = weight.Shape;
        if (shape.Rank != SpatialRank + 2) throw node.Refuse($"weight has shape {shape}; expected rank {SpatialRank + 2}, the input's");
        return isSequence ? weight.As(new Shape(shape[0], shape[1], 1, shape[2])) : weight;
    }

    /// <summary>One number of each spatial axis as height and width.</summary>
    /// <param name="name">The attribute, for messages.</param>
    /// <param name="numbers">The numbers.</param>
    /// <param name="ofHeight">What height has where there is only width.</param>
    public Size2D Size(string name, ReadOnlySpan<long> numbers, int ofHeight)
    {
        if (numbers.Length != SpatialRank) throw node.Refuse($"attribute '{name}' has {numbers.Length} numbers; expected {SpatialRank}, one a spatial axis");
        return isSequence ? new Size2D(ofHeight, checked((int)numbers[0])) : new Size2D(checked((int)numbers[0]), checked((int)numbers[1]));
    }

    /// <summary>Adds the layer that makes an output, with the spatial axes that the model has.</summary>
    /// <param name="output">The output's position.</param>
    /// <param name="layer">A layer over pictures.</param>
    /// <param name="input">What it reads; of rank 4.</param>
    public void Output(int output, Layer layer, int input)
    {
        if (!node.HasOutput(output)) return;
        if (isSequence) node.Output(output, new Squeeze([2]), node.Step("planar", layer, input));
        else node.Output(output, layer, input);
    }
}
