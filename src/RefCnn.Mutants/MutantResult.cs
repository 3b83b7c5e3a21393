using System.Collections.Immutable;

namespace RefCnn.Mutants;

/// <summary>What became of a mutant.</summary>
/// <param name="Mutant">The mutant.</param>
/// <param name="Kills">The cases that fail, the clearest first.</param>
/// <param name="Degrades">Cases that notice it, but only as degraded.</param>
/// <param name="Cases">How many cases judged it.</param>
public sealed record MutantResult(Mutant Mutant, ImmutableArray<Kill> Kills, ImmutableArray<string> Degrades, int Cases)
{
    /// <summary>Whether a case fails.</summary>
    public bool Killed => !Kills.IsEmpty;

    /// <summary>Whether it is argued that nothing can show it.</summary>
    public bool Equivalent => Mutant.EquivalentBecause is not null;

    /// <summary>Whether it should have been killed and was not, or the other way round: an argument that a case refutes.</summary>
    public bool Survived => Killed == Equivalent;

    /// <summary>The smallest margin by which a killer fails; null where all are beyond measure (another kind of number, an exact case).</summary>
    public double? WeakestMargin => Kills.Min(kill => kill.Margin);

    /// <summary>The margin of the clearest killer; infinite beyond measure.</summary>
    public double StrongestMargin => Kills.IsEmpty ? 0 : Kills[0].Margin ?? double.PositiveInfinity;
}

/// <summary>A case that fails on a mutant.</summary>
/// <param name="Case">Its identifier.</param>
/// <param name="Margin">Its margin; null beyond measure.</param>
public sealed record Kill(string Case, double? Margin);
