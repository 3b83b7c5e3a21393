using System.Collections.Immutable;
using RefCnn.Accelerate.Layouts;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate;

/// <summary>Where a layer stands, as far as its choice of a layout depends on it.</summary>
/// <param name="Inputs">The shapes that it reads.</param>
/// <param name="Output">The shape that it writes.</param>
/// <param name="Engine">What it computes with.</param>
internal sealed record Site(ImmutableArray<Shape> Inputs, Shape Output, Engine Engine)
{
    /// <summary>The only input of a layer that has one.</summary>
    public Shape Input => Inputs[0];
}

/// <summary>What a layer needs to be computed on blocked tensors.</summary>
/// <param name="Margins">The room around its inputs.</param>
/// <param name="Converts">Whether it is worth bringing planar inputs into blocks.</param>
/// <param name="AnyLanes">Whether its inputs may have fewer lanes than a vector, as many as they have channels.</param>
/// <param name="PlanarOutput">Whether its output is planar.</param>
internal sealed record BlockedDemand(Margins Margins = default, bool Converts = false, bool AnyLanes = false, bool PlanarOutput = false);

/// <summary>How one layer kind is computed on blocked tensors.</summary>
/// <typeparam name="TLayer">The layer.</typeparam>
internal interface IBlockedKernel<TLayer>
    where TLayer : Layer
{
    /// <summary>What the layer needs, or null where it is computed on planar tensors only.</summary>
    /// <param name="layer">The layer, all of whose constraints hold.</param>
    /// <param name="site">Where it stands; its inputs and its output have rank 4.</param>
    static abstract BlockedDemand? Demand(TLayer layer, Site site);

    /// <summary>Prepares the computation.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="operands">Where inputs and output lie.</param>
    static abstract Step PrepareBlocked(TLayer layer, Operands operands);
}
