using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Torch7;

/// <summary>A module that is a layer, and what it reads.</summary>
/// <param name="Kind">The class without its package.</param>
/// <param name="Place">Where it is.</param>
/// <param name="Members">Its members.</param>
/// <param name="Inputs">What it reads.</param>
/// <param name="Fault">Makes its error.</param>
internal sealed record TorchCall(string Kind, string Place, TorchMembers Members, int[] Inputs, Func<string, ModelFormatException> Fault)
{
    /// <summary>The only node that it reads.</summary>
    public int Input => Inputs is [int node] ? node : throw Fault($"reads a table of {Inputs.Length}; expected a single tensor");

    /// <summary>The window of its members kW, kH, dW, dH, padW and padH.</summary>
    public Window2D Window()
    {
        int padding = Members.WholeOr("padW", 0), vertical = Members.WholeOr("padH", padding);
        var window = new Window2D(
            new Size2D(Members.Whole("kH"), Members.Whole("kW")),
            new Size2D(Members.WholeOr("dH", 1), Members.WholeOr("dW", 1)),
            new Size2D(Members.WholeOr("dilationH", 1), Members.WholeOr("dilationW", 1)),
            new Padding2D(vertical, padding, vertical, padding));
        return window.Fault is { } fault ? throw Fault(fault) : window;
    }

    /// <summary>The shape of the only node that it reads.</summary>
    /// <param name="builder">The network so far.</param>
    public Shape Shape(NetworkBuilder builder) => builder.ShapeOf(Input);
}
