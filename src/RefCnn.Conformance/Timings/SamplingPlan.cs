using System.Diagnostics;

namespace RefCnn.Conformance.Timings;

/// <summary>How often work is repeated to be timed: until there are enough samples and enough time has passed.</summary>
/// <param name="WarmUps">Runs before the first that counts.</param>
/// <param name="LeastSamples">At least so many samples.</param>
/// <param name="LeastSeconds">At least for so long, so that short work is not judged on one moment of the machine.</param>
/// <param name="RestMilliseconds">A rest before every run, in which the threads of whatever ran before stop spinning; 0 for none.</param>
public sealed record SamplingPlan(int WarmUps = 3, int LeastSamples = 20, double LeastSeconds = 1, int RestMilliseconds = 0)
{
    /// <summary>Times one piece of work.</summary>
    /// <param name="run">The work.</param>
    /// <param name="progress">Told the number of samples after each; or null.</param>
    /// <param name="cancellation">Gives up between two runs.</param>
    public Samples Take(Action run, Action<int>? progress = null, CancellationToken cancellation = default) => TakeInTurn([run], progress, cancellation)[0];

    /// <summary>
    /// Times several pieces of work in turn: whatever else the machine does, it does to all of them. Every other round goes backwards, so that
    /// none always follows the same one.
    /// </summary>
    /// <param name="runs">The pieces of work.</param>
    /// <param name="progress">Told the number of rounds after each; or null.</param>
    /// <param name="cancellation">Gives up between two runs.</param>
    /// <returns>Samples for each, as many for all.</returns>
    public Samples[] TakeInTurn(IReadOnlyList<Action> runs, Action<int>? progress = null, CancellationToken cancellation = default)
    {
        for (int round = 0; round < WarmUps; round++)
        {
            foreach (Action run in runs) Time(run, cancellation);
        }

        GC.Collect();
        var taken = runs.Select(_ => new List<double>()).ToArray();
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < LeastSamples || Stopwatch.GetElapsedTime(start).TotalSeconds < LeastSeconds; round++)
        {
            for (int i = 0; i < runs.Count; i++)
            {
                int turn = round % 2 == 0 ? i : runs.Count - 1 - i;
                taken[turn].Add(Time(runs[turn], cancellation));
            }

            progress?.Invoke(round + 1);
        }

        return [.. taken.Select(times => new Samples([.. times]))];
    }

    private double Time(Action run, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (RestMilliseconds > 0) Thread.Sleep(RestMilliseconds);
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
