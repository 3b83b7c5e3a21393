using System.Collections.Immutable;
using RefCnn.Accelerate.Layouts;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Plan;

/// <summary>
/// Chooses planar or blocked tensors node by node, and writes the steps down, with those between that bring values from one layout into the other. What
/// only renames or selects takes no step: reshapes, crops, and concatenations of whole blocks, whose parts are computed in place.
/// </summary>
internal sealed class LayoutPass
{
    private static readonly ImmutableArray<Type> Renaming = [typeof(Identity), typeof(Flatten), typeof(Reshape), typeof(Squeeze), typeof(Unsqueeze)];

    private readonly Network network;
    private readonly Engine engine;
    private readonly PlanValue?[] values;
    private readonly Dictionary<(PlanValue Value, int Lanes), PlanValue> copies = [];
    private readonly List<PlanStep> steps = [];

    private LayoutPass(Network network, Engine engine) => (this.network, this.engine, values) = (network, engine, new PlanValue?[network.Nodes.Length]);

    /// <summary>The steps of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="fused">Its nodes, joined.</param>
    /// <param name="kept">Nodes whose outputs must be had, planar.</param>
    /// <param name="engine">What they compute with.</param>
    /// <param name="places">The planar value of each input and of each node that is kept.</param>
    public static List<PlanStep> Run(Network network, IEnumerable<FusedNode> fused, IReadOnlySet<int> kept, Engine engine, out Dictionary<int, PlanValue> places)
    {
        var pass = new LayoutPass(network, engine);
        places = [];
        foreach (FusedNode node in fused)
        {
            PlanValue value = pass.values[node.Last] = pass.Place(node);
            if (network.Nodes[node.First].Layer is Input) places[node.Last] = value;
            else if (kept.Contains(node.Last)) places[node.Last] = pass.Planar(value);
        }

        return pass.steps;
    }

    /// <summary>Whether a layer only names positions anew: its output holds the values of its input in the same order.</summary>
    /// <param name="layer">A type of layer.</param>
    public static bool Renames(Type layer) => Renaming.Contains(layer);

    private PlanValue Place(FusedNode node)
    {
        Layer layer = network.Nodes[node.First].Layer;
        Shape shape = network.Shapes[node.Last];
        ImmutableArray<PlanValue> inputs = [.. network.Nodes[node.First].Inputs.Select(input => values[input]!)];
        if (layer is Input || shape.Count == 0) return new PlanValue(shape, 0);
        if (Renames(layer.GetType())) return layer is Identity ? inputs[0] : Renamed(inputs[0], shape);
        if (layer is Slice slice && Cropped(slice, inputs[0], shape) is { } crop) return crop;
        if (layer is Concat concat && Joined(concat, inputs, shape) is { } whole) return whole;

        var site = new Site([.. inputs.Select(input => input.Shape)], shape, engine);
        return BlockedKernelTable.Demand(layer, site) is { } demand && (demand.Converts || inputs[0].IsBlocked)
            ? OnBlocks(node, layer, inputs, demand)
            : OnPlanes(node, layer, inputs);
    }

    private PlanValue OnPlanes(FusedNode node, Layer layer, ImmutableArray<PlanValue> inputs)
    {
        var output = new PlanValue(network.Shapes[node.Last], 0);
        PlanValue? residual = node.Residual < 0 ? null : Planar(values[node.Residual]!);
        steps.Add(new PlanStep(node, [.. inputs.Select(Planar)], residual, output, operands => KernelTable.Prepare(layer, operands)));
        return output;
    }

    private PlanValue OnBlocks(FusedNode node, Layer layer, ImmutableArray<PlanValue> inputs, BlockedDemand demand)
    {
        int width = engine.Unit.Width;
        var output = new PlanValue(network.Shapes[node.Last], demand.PlanarOutput ? 0 : width);
        PlanValue? residual = node.Residual < 0 ? null : output.IsBlocked ? Blocked(values[node.Residual]!, width, Margins.None) : Planar(values[node.Residual]!);
        ImmutableArray<PlanValue> blocked = [.. inputs.Select(input =>
            Blocked(input, demand.AnyLanes && !(input.IsBlocked && input.Lanes == width) ? Math.Min(width, input.Shape.Channels) : width, demand.Margins))];
        steps.Add(new PlanStep(node, blocked, residual, output, operands => BlockedKernelTable.Prepare(layer, operands)));
        return output;
    }

    private PlanValue Renamed(PlanValue input, Shape shape)
    {
        var renamed = new PlanValue(shape, 0);
        renamed.PlaceIn(Planar(input));
        return renamed;
    }

    private static PlanValue? Cropped(Slice slice, PlanValue input, Shape shape)
    {
        bool window = input.IsBlocked && slice.Steps.All(step => step == 1) && shape.Batch == input.Shape.Batch && shape.Channels == input.Shape.Channels;
        if (!window) return null;
        var crop = new PlanValue(shape, input.Lanes);
        crop.PlaceIn(input, row: slice.Starts[2], column: slice.Starts[3]);
        return crop;
    }

    // Parts that are whole blocks are written where they belong from the beginning, unless they already lie elsewhere.
    private PlanValue? Joined(Concat concat, ImmutableArray<PlanValue> inputs, Shape shape)
    {
        int width = engine.Unit.Width;
        bool blocks = shape.Rank == 4 && concat.Axis == 1 && inputs.Any(input => input.IsBlocked) && inputs.SkipLast(1).All(input => input.Shape.Channels % width == 0);
        if (!blocks) return null;
        var whole = new PlanValue(shape, width);
        int channel = 0;
        foreach (PlanValue input in inputs)
        {
            PlanValue part = input;
            if (input.Lanes != width || input.IsPart || input.Shape.Count == 0)
            {
                part = new PlanValue(input.Shape, width);
                if (input.Shape.Count > 0) Reorder(input, part);
            }

            part.PlaceIn(whole, channel / width);
            channel += input.Shape.Channels;
        }

        return whole;
    }

    private PlanValue Planar(PlanValue value) => value.IsBlocked ? Copy(value, 0) : value;

    private PlanValue Blocked(PlanValue value, int lanes, Margins margins)
    {
        bool fits = value.Lanes == lanes && !(value.IsWindow && margins != Margins.None);
        PlanValue blocked = fits ? value : Copy(value, lanes);
        blocked.Demand(margins);
        return blocked;
    }

    private PlanValue Copy(PlanValue value, int lanes)
    {
        if (copies.TryGetValue((value, lanes), out PlanValue? known)) return known;
        var copy = new PlanValue(value.Shape, lanes);
        copies[(value, lanes)] = copy;
        if (value.Shape.Count > 0) Reorder(value, copy);
        return copy;
    }

    private void Reorder(PlanValue from, PlanValue to) =>
        steps.Add(new PlanStep(null, [from], null, to, operands => new ReorderStep(operands.Input, operands.Output)));
}
