using System.Globalization;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;

namespace RefCnn.CoreML.Reading;

/// <summary>One layer of a neural network on its way into nodes.</summary>
/// <param name="layer">The layer.</param>
/// <param name="context">What is known.</param>
internal sealed class LayerReading(NeuralNetworkLayer layer, ReadContext context)
{
    private int parts;

    /// <summary>The layer.</summary>
    public NeuralNetworkLayer Layer => layer;

    /// <summary>Whether shapes are as declared.</summary>
    public bool Exact => context.Exact;

    /// <summary>How many values it reads.</summary>
    public int InputCount => layer.Input.Count;

    /// <summary>The node that makes the only or first value that it reads.</summary>
    public int Input => InputAt(0);

    /// <summary>The shape of the first value that it reads.</summary>
    public Shape InputShape => ShapeOf(Input);

    /// <summary>All nodes that it reads.</summary>
    public int[] Inputs => [.. Enumerable.Range(0, layer.Input.Count).Select(InputAt)];

    /// <summary>The node that makes one of the values that it reads.</summary>
    /// <param name="position">Which.</param>
    public int InputAt(int position) => position < layer.Input.Count
        ? context.Find(layer.Input[position], $"layer '{layer.Name}' ({layer.LayerCase})")
        : throw Refuse($"has {layer.Input.Count} inputs; expected at least {position + 1}");

    /// <summary>The shape of a node.</summary>
    /// <param name="node">The node.</param>
    public Shape ShapeOf(int node) => context.Builder.ShapeOf(node);

    /// <summary>Adds a node on the way.</summary>
    /// <param name="part">What it computes.</param>
    /// <param name="reads">The nodes that it reads.</param>
    public int Add(Layer part, params int[] reads) =>
        context.Builder.Add(context.UniqueName(string.Create(CultureInfo.InvariantCulture, $"{layer.Output[0]}/{++parts}")), part, reads);

    /// <summary>Adds the node that makes the layer's value.</summary>
    /// <param name="part">What it computes.</param>
    /// <param name="reads">The nodes that it reads.</param>
    public void Finish(Layer part, params int[] reads) => Define(0, context.Builder.Add(context.UniqueName(layer.Output[0]), part, reads));

    /// <summary>Says which node makes one of the layer's values.</summary>
    /// <param name="position">Which value.</param>
    /// <param name="node">The node.</param>
    public void Define(int position, int node) => context.Define(layer.Output[position], node);

    /// <summary>
    /// Adds a layer that knows only [N, C, H, W], on a value of rank 3 and more whose last three axes are C, H and W and whose others are batch.
    /// </summary>
    /// <param name="part">What it computes.</param>
    public void FinishPlanes(Layer part)
    {
        Shape shape = InputShape;
        if (shape.Rank < 3) throw Refuse($"reads a value of shape {shape}; expected rank 3 or more (channels, height, width last)");
        if (shape.Rank == 4)
        {
            Finish(part, Input);
            return;
        }

        int planes = Add(new Reshape(new Shape(shape.CountBetween(0, shape.Rank - 3), shape[^3], shape[^2], shape[^1])), Input);
        int made = Add(part, planes);
        Shape result = ShapeOf(made);
        Finish(new Reshape(new Shape([.. shape.Extents[..^3], .. result.Extents[1..]])), made);
    }

    /// <summary>Height and width of the first input.</summary>
    public Size2D Plane => InputShape.Rank >= 2 ? new Size2D(InputShape[^2], InputShape[^1]) : throw Refuse($"reads a value of shape {InputShape}; expected height and width");

    /// <summary>Adds a number that broadcasts.</summary>
    /// <param name="value">The number.</param>
    public int Number(float value) => Add(new Constant(new Tensor<float>(new Shape(1), [value])));

    /// <summary>Adds weights of a shape as a value.</summary>
    /// <param name="value">The value.</param>
    public int Constant(Tensor<float> value) => Add(new Constant(value));

    /// <summary>Adds a function of two nodes.</summary>
    /// <param name="function">The function.</param>
    /// <param name="left">One operand.</param>
    /// <param name="right">The other.</param>
    public int Binary(BinaryFunction function, int left, int right) => Add(new Binary(function), left, right);

    /// <summary>α · x + β, without what changes nothing.</summary>
    /// <param name="node">x.</param>
    /// <param name="alpha">α.</param>
    /// <param name="beta">β.</param>
    public int Linear(int node, float alpha, float beta)
    {
        if (alpha == -1) node = Add(new Unary(UnaryFunction.Neg), node);
        else if (alpha != 1) node = Binary(BinaryFunction.Mul, node, Number(alpha));
        return beta == 0 ? node : Binary(BinaryFunction.Add, node, Number(beta));
    }

    /// <summary>Weights of a shape.</summary>
    /// <param name="weights">As stored.</param>
    /// <param name="what">What they are, for the message.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="outputAxis">The axis of the output channels.</param>
    public Tensor<float> Weights(WeightParams? weights, string what, Shape shape, int outputAxis = 0) =>
        new(shape, WeightReader.Read(weights, shape, outputAxis, reason => Refuse($"{what} {reason}")));

    /// <summary>The error for something that cannot be computed.</summary>
    /// <param name="reason">Actual, expected.</param>
    public CoreMlException Refuse(string reason) => new($"layer '{layer.Name}' ({layer.LayerCase}) {reason}");
}
