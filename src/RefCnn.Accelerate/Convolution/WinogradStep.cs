using System.Collections.Immutable;
using RefCnn.Accelerate.Kernels;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Convolution;

/// <summary>
/// A convolution or a transposed one by Winograd's algorithm, group by group and phase by phase. The transforms spread a NaN or an infinity over a tile, and may overflow where the plain sum does not: a run
/// that meets any computes all of the layer plainly.
/// </summary>
internal sealed class WinogradStep : Step
{
    private readonly WinogradTile tile;
    private readonly WinogradWork[] phases;
    private readonly Func<Step> preparePlain;
    private Step? plain;

    /// <summary>Transforms the filters.</summary>
    /// <param name="forms">The phases.</param>
    /// <param name="kernel">Height and width of the kernel.</param>
    /// <param name="weights">One row an output.</param>
    /// <param name="groups">How many groups; more than one only where their channels fill whole blocks.</param>
    /// <param name="operands">Blocked input and output.</param>
    /// <param name="preparePlain">Makes a step that computes the plain sums; asked when first needed.</param>
    public WinogradStep(ImmutableArray<WinogradForm> forms, Size2D kernel, Weights weights, int groups, Operands operands, Func<Step> preparePlain)
    {
        (tile, this.preparePlain) = (forms[0].Tile, preparePlain);
        int outputs = weights.Bias.Length / groups;
        phases = [..
            from @group in Enumerable.Range(0, groups)
            from form in forms
            select new WinogradWork(form, kernel, weights.Outputs(@group * outputs, outputs), operands.OfGroup(@group, groups))];
    }

    public override int Pieces => phases.Sum(phase => phase.Pieces);

    public override string Algorithm => $"winograd{tile.Side}x{tile.Side}";

    /// <summary>How its sums of products are formed.</summary>
    public SumAlgorithm Sums => tile.Sums;

    public override void Run(int first, int end, int worker)
    {
        // Every thread takes its share of each phase: phases differ in their sources.
        long pieces = Pieces;
        foreach (WinogradWork phase in phases) phase.Run((int)((long)phase.Pieces * first / pieces), (int)((long)phase.Pieces * end / pieces), worker);
    }

    public override Step? Remedy()
    {
        bool spoiled = false;
        foreach (WinogradWork phase in phases) spoiled |= phase.TakeSpoiled();
        return spoiled ? plain ??= preparePlain() : null;
    }
}
