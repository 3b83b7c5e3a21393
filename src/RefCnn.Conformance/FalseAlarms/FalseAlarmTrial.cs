using System.Collections.Immutable;
using System.Diagnostics;
using RefCnn.Core;

namespace RefCnn.Conformance.FalseAlarms;

/// <summary>Runs correct engines on variants of the vectors. The truth of a variant and its bounds are computed once, for all engines.</summary>
/// <param name="vectors">The vectors.</param>
/// <param name="contestants">The engines.</param>
/// <param name="level">What the tallies call the vectors that the processor has.</param>
public sealed class FalseAlarmTrial(VectorSet vectors, ImmutableArray<Contestant> contestants, string level)
{
    private readonly ImmutableArray<VectorCase> cases = [.. vectors.Cases.Where(vector => vector.Expected is Expectation.Valid)];

    /// <summary>Runs them, as many vectors at a time as there are processors.</summary>
    /// <param name="done">Told after each vector how many are done, and of how many; from any thread.</param>
    /// <param name="cancellation">Gives up.</param>
    public ImmutableArray<EngineTally> Run(Action<int, int>? done = null, CancellationToken cancellation = default)
    {
        foreach (Contestant contestant in contestants.Where(contestant => contestant.Backend is IPreparingBackend))
        {
            var networks = cases.Where(contestant.Takes).SelectMany(vector => Enumerable.Range(0, contestant.Variants).Select(number => VectorVariant.Of(vector, number)));
            ((IPreparingBackend)contestant.Backend).Prepare([.. networks.Select(LayerVerifier.NetworkOf)], cancellation);
        }

        EngineTally[] totals = NewTallies();
        int count = 0;
        Parallel.ForEach(cases, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, vector =>
        {
            EngineTally[] tallies = Run(vector, cancellation);
            lock (totals)
            {
                for (int i = 0; i < totals.Length; i++) totals[i].Add(tallies[i]);
                done?.Invoke(++count, cases.Length);
            }
        });
        return [.. totals];
    }

    private EngineTally[] Run(VectorCase vector, CancellationToken cancellation)
    {
        EngineTally[] tallies = NewTallies();
        for (int number = 0; number < contestants.Max(contestant => contestant.Variants); number++)
        {
            var truth = new LayerTruth(VectorVariant.Of(vector, number));
            for (int i = 0; i < tallies.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (number >= contestants[i].Variants || !contestants[i].Takes(vector)) continue;
                var clock = Stopwatch.StartNew();
                LayerJudgement judgement = LayerVerifier.Judge(truth, contestants[i].Backend, new CompileOptions(contestants[i].Threads), cancellation);
                tallies[i].Seconds += clock.Elapsed.TotalSeconds;
                if (judgement.Verdict is not (Verdict.Unsupported or Verdict.Unavailable)) tallies[i].Add(truth, number, judgement);
            }
        }

        return tallies;
    }

    private EngineTally[] NewTallies() => [.. contestants.Select(contestant => new EngineTally
    {
        Vectors = level,
        Engine = contestant.Backend.Name,
        Threads = contestant.Threads,
        Variants = contestant.Variants,
    })];
}
