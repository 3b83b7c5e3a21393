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

    /// <summary>Runs them, as many vectors at a time as there are processors for the engines' threads.</summary>
    /// <param name="done">Told after each vector how many were run so far, and how many there are; from any thread.</param>
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
        foreach (IGrouping<int, int> ofThreads in Enumerable.Range(0, contestants.Length).GroupBy(i => contestants[i].Threads))
        {
            // Engines with several threads would wait for each other.
            var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount / ofThreads.Key) };
            Parallel.ForEach(cases, parallel, vector =>
            {
                EngineTally[] tallies = Run(vector, [.. ofThreads], cancellation);
                lock (totals)
                {
                    foreach (int i in ofThreads) totals[i].Add(tallies[i]);
                    done?.Invoke(++count, cases.Length);
                }
            });
        }

        return [.. totals];
    }

    private EngineTally[] Run(VectorCase vector, int[] engines, CancellationToken cancellation)
    {
        EngineTally[] tallies = NewTallies();
        for (int number = 0; number < engines.Max(i => contestants[i].Variants); number++)
        {
            var truth = new LayerTruth(VectorVariant.Of(vector, number));
            foreach (int i in engines.Where(i => number < contestants[i].Variants && contestants[i].Takes(vector)))
            {
                cancellation.ThrowIfCancellationRequested();
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
