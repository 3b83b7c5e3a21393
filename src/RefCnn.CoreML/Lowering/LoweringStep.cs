using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Lowering;

/// <summary>One node on its way into layers that Core ML has.</summary>
/// <param name="builder">The network that is being made.</param>
/// <param name="precision">What the file's numbers are stored in.</param>
/// <param name="name">The node's name, which its result keeps.</param>
/// <param name="layer">What it computes.</param>
/// <param name="inputs">The nodes that it reads, in the network that is being made.</param>
internal sealed class LoweringStep(NetworkBuilder builder, CoreMlPrecision precision, string name, Layer layer, int[] inputs)
{
    private int parts;

    /// <summary>The layer to lower.</summary>
    public Layer Layer => layer;

    /// <summary>The smallest normal number of the file's precision: a divisor of at least this is no zero on any engine.</summary>
    public double SmallestNormal => precision == CoreMlPrecision.Float16 ? 6.103515625e-5 : 1.1754943508222875e-38;

    /// <summary>The first node that it reads.</summary>
    public int Input => inputs[0];

    /// <summary>All nodes that it reads.</summary>
    public int[] Inputs => inputs;

    /// <summary>The shape of the first input.</summary>
    public Shape InputShape => builder.ShapeOf(inputs[0]);

    /// <summary>The shape of any node made so far.</summary>
    /// <param name="node">The node.</param>
    public Shape ShapeOf(int node) => builder.ShapeOf(node);

    /// <summary>Adds a part, lowered itself, under a name derived from the node's.</summary>
    /// <param name="part">What it computes.</param>
    /// <param name="reads">The nodes that it reads.</param>
    public int Add(Layer part, params int[] reads) => LoweringTable.Lower(builder, precision, $"{name}/{++parts}", part, reads);

    /// <summary>Adds the last part, lowered itself, under the node's own name.</summary>
    /// <param name="part">What it computes.</param>
    /// <param name="reads">The nodes that it reads.</param>
    public int Finish(Layer part, params int[] reads) => LoweringTable.Lower(builder, precision, name, part, reads);

    /// <summary>Adds the node as it is.</summary>
    public int Keep() => builder.Add(name, layer, inputs);

    /// <summary>Adds a number that broadcasts.</summary>
    /// <param name="value">The number.</param>
    public int Number(double value) => Add(new Constant(new Tensor<float>(new Shape(1), [(float)value])));

    /// <summary>Adds a function of two nodes.</summary>
    /// <param name="function">The function.</param>
    /// <param name="left">One operand.</param>
    /// <param name="right">The other.</param>
    public int Binary(BinaryFunction function, int left, int right) => Add(new Binary(function), left, right);

    /// <summary>Adds the values of a node under another shape.</summary>
    /// <param name="node">The node.</param>
    /// <param name="shape">The shape.</param>
    public int Reshape(int node, params ReadOnlySpan<int> shape) => Add(new Reshape(new Shape(shape)), node);
}
