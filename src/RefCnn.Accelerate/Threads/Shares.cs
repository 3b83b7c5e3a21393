namespace RefCnn.Accelerate.Threads;

/// <summary>Which pieces of a step are still to be taken, in a share for each worker. Takes by any number of threads at once.</summary>
internal sealed class Shares
{
    // A share is one number, so that it changes as a whole: its first piece above, its end below. Shares lie two cache lines apart, for a line is fetched with its neighbour.
    private const int Apart = 16;

    private readonly long[] shares;

    /// <summary>Empty shares.</summary>
    /// <param name="workers">How many.</param>
    public Shares(int workers)
    {
        Workers = workers;
        shares = new long[(workers + 1) * Apart];
    }

    /// <summary>How many workers have a share.</summary>
    public int Workers { get; }

    /// <summary>Gives every worker its share; nothing may be left of the last.</summary>
    /// <param name="pieces">How many pieces.</param>
    public void Deal(int pieces)
    {
        for (int worker = 0; worker < Workers; worker++)
            Volatile.Write(ref Of(worker), Share((int)((long)pieces * worker / Workers), (int)((long)pieces * (worker + 1) / Workers)));
    }

    /// <summary>Takes half of what is left of a worker's share from its front or, when nothing is, of another's from its end.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="first">The first piece that it takes.</param>
    /// <param name="end">One past the last.</param>
    /// <returns>Whether there was anything left.</returns>
    public bool Take(int worker, out int first, out int end)
    {
        for (int i = 0; i < Workers; i++)
        {
            int owner = (worker + i) % Workers;
            ref long share = ref Of(owner);
            while (true)
            {
                long seen = Volatile.Read(ref share);
                int low = (int)(seen >> 32), high = (int)seen;
                if (low >= high) break;
                int some = (high - low + 1) / 2;
                (first, end) = i == 0 ? (low, low + some) : (high - some, high);
                long left = i == 0 ? Share(end, high) : Share(low, first);
                if (Interlocked.CompareExchange(ref share, left, seen) == seen) return true;
            }
        }

        (first, end) = (0, 0);
        return false;
    }

    private static long Share(int first, int end) => ((long)first << 32) | (uint)end;

    private ref long Of(int worker) => ref shares[(worker + 1) * Apart];
}
