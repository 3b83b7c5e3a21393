using System.Collections.Immutable;
using RefCnn.Accelerate.Kernels;
using RefCnn.Accelerate.Simd;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Convolution;

/// <summary>A convolution or a transposed one on the blocked layout, phase by phase.</summary>
internal sealed class DirectStep : Step
{
    private readonly PhaseWork[] phases;

    /// <summary>Packs the weights.</summary>
    /// <param name="phases">The phases.</param>
    /// <param name="kernel">Height and width of the kernel.</param>
    /// <param name="weights">One row an output.</param>
    /// <param name="groups">How many groups; more than one only where their channels fill whole blocks.</param>
    /// <param name="operands">Blocked input and output.</param>
    /// <param name="unit">The vectors.</param>
    public DirectStep(ImmutableArray<Phase> phases, Size2D kernel, Weights weights, int groups, Operands operands, VectorUnit unit) =>
        this.phases = [.. phases.Select(phase => new PhaseWork(phase, kernel, weights, groups, operands, unit))];

    public override int Pieces => phases.Sum(phase => phase.Pieces);

    public override string Algorithm => phases.Length == 1 ? "direct" : "direct, sub-pixel";

    public override void Run(int first, int end, int worker)
    {
        // Every thread takes its share of each phase: phases differ in their taps.
        long pieces = Pieces;
        foreach (PhaseWork phase in phases) phase.Run((int)((long)phase.Pieces * first / pieces), (int)((long)phase.Pieces * end / pieces));
    }
}
