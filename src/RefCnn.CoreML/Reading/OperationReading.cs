using System.Globalization;
using Google.Protobuf.Collections;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema.Mil;

namespace RefCnn.CoreML.Reading;

/// <summary>One operation of a program on its way into nodes.</summary>
/// <param name="operation">The operation.</param>
/// <param name="context">What is known.</param>
internal sealed class OperationReading(Operation operation, ProgramContext context)
{
    private int parts;

    /// <summary>Its type.</summary>
    public string Type => operation.Type;

    /// <summary>How many values it makes.</summary>
    public int OutputCount => operation.Outputs.Count;

    /// <summary>The node that makes x.</summary>
    public int X => Node("x");

    /// <summary>The shape of x.</summary>
    public Shape Shape => ShapeOf(X);

    /// <summary>The shape of a node.</summary>
    /// <param name="node">The node.</param>
    public Shape ShapeOf(int node) => context.Builder.ShapeOf(node);

    /// <summary>Whether a parameter is bound.</summary>
    /// <param name="key">The parameter.</param>
    public bool Has(string key) => operation.Inputs.ContainsKey(key);

    /// <summary>The node that makes a parameter's value; a constant becomes one.</summary>
    /// <param name="key">The parameter.</param>
    public int Node(string key) => Nodes(key)[0];

    /// <summary>The nodes that make a parameter's values.</summary>
    /// <param name="key">The parameter.</param>
    public int[] Nodes(string key) => [.. BindingsOf(key).Select(context.NodeOf)];

    /// <summary>A parameter's constant.</summary>
    /// <param name="key">The parameter.</param>
    public MilConstant Constant(string key) =>
        context.ConstantOf(BindingsOf(key)[0]) ?? throw Refuse($"computes its parameter '{key}'; only constants are supported");

    /// <summary>A parameter's number, or a default.</summary>
    /// <param name="key">The parameter.</param>
    /// <param name="otherwise">The default.</param>
    public double Number(string key, double otherwise) => Has(key) ? First(key) : otherwise;

    /// <summary>A parameter's truth value, or a default.</summary>
    /// <param name="key">The parameter.</param>
    /// <param name="otherwise">The default.</param>
    public bool Flag(string key, bool otherwise) => Has(key) ? First(key) != 0 : otherwise;

    /// <summary>A parameter's text, or a default.</summary>
    /// <param name="key">The parameter.</param>
    /// <param name="otherwise">The default.</param>
    public string Text(string key, string otherwise) => Has(key) ? Constant(key).Text ?? throw Refuse($"has no text for '{key}'") : otherwise;

    /// <summary>A parameter's integers, or null where it is not bound.</summary>
    /// <param name="key">The parameter.</param>
    public int[]? Integers(string key) => Has(key) ? [.. Constant(key).Numbers.Select(number => checked((int)number))] : null;

    /// <summary>A parameter's weights, or null where it is not bound.</summary>
    /// <param name="key">The parameter.</param>
    public Tensor<float>? WeightsIfAny(string key) => Has(key) ? Constant(key).ToTensor() : null;

    /// <summary>An axis, from the end where negative.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="rank">How many there are.</param>
    public int Axis(int axis, int rank)
    {
        int resolved = axis < 0 ? axis + rank : axis;
        return resolved >= 0 && resolved < rank ? resolved : throw Refuse($"names axis {axis} of {rank}");
    }

    /// <summary>Height and width of x.</summary>
    public Size2D Plane => Shape.Rank >= 2 ? new Size2D(Shape[^2], Shape[^1]) : throw Refuse($"reads a value of shape {Shape}; expected height and width");

    /// <summary>Adds a node on the way.</summary>
    /// <param name="part">What it computes.</param>
    /// <param name="reads">The nodes that it reads.</param>
    public int Add(Layer part, params int[] reads) => context.Builder.Add(
        context.UniqueName(string.Create(CultureInfo.InvariantCulture, $"{operation.Outputs[0].Name}/{++parts}")), part, reads);

    /// <summary>Adds a number that broadcasts.</summary>
    /// <param name="value">The number.</param>
    public int Add(double value) => Add(new Constant(new Tensor<float>(new Shape(1), [(float)value])));

    /// <summary>Adds the node that makes the operation's value.</summary>
    /// <param name="part">What it computes.</param>
    /// <param name="reads">The nodes that it reads.</param>
    public void Finish(Layer part, params int[] reads) =>
        Define(0, context.Builder.Add(context.UniqueName(operation.Outputs[0].Name), part, reads));

    /// <summary>Adds a layer that knows only [N, C, H, W] on x, which has rank 3 (no batch) or 4.</summary>
    /// <param name="part">What it computes.</param>
    public void FinishPlanes(Layer part)
    {
        if (Shape.Rank == 4)
        {
            Finish(part, X);
            return;
        }

        throw Refuse($"reads a value of shape {Shape}; expected rank 4 (batch × channels × height × width)");
    }

    /// <summary>Says which node makes one of the operation's values.</summary>
    /// <param name="position">Which value.</param>
    /// <param name="node">The node.</param>
    public void Define(int position, int node) => context.Define(operation.Outputs[position].Name, node);

    /// <summary>The error for something that cannot be computed.</summary>
    /// <param name="reason">Actual, expected.</param>
    public CoreMlException Refuse(string reason) =>
        new($"operation '{(operation.Outputs.Count > 0 ? operation.Outputs[0].Name : string.Empty)}' ({operation.Type}) {reason}");

    private double First(string key) => Constant(key).Numbers is [double first, ..] ? first : throw Refuse($"has no number for '{key}'");

    private RepeatedField<Argument.Types.Binding> BindingsOf(string key) =>
        operation.Inputs.TryGetValue(key, out Argument? argument) && argument.Arguments.Count > 0
            ? argument.Arguments
            : throw Refuse($"has no '{key}'");
}
