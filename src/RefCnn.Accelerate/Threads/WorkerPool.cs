namespace RefCnn.Accelerate.Threads;

/// <summary>
/// Threads that share the pieces of one step after another. Each takes the same share every time, so that its data stay in its cache. A thread
/// without work spins briefly, because the next step is near, and then parks, because it may not be.
/// </summary>
internal sealed class WorkerPool : IDisposable
{
    private const int SpinsBeforeParking = 2000;

    private readonly Worker[] workers;
    private volatile Step? step;
    private volatile bool closing;
    private volatile int round;
    private volatile Exception? fault;
    private int busy;

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">How many compute, the caller's included.</param>
    public WorkerPool(int threads)
    {
        workers = [.. Enumerable.Range(1, threads - 1).Select(index => new Worker(this, index))];
    }

    /// <summary>How many threads compute, the caller's included.</summary>
    public int Threads => workers.Length + 1;

    /// <summary>Computes a step on all threads, and returns when it is done.</summary>
    /// <param name="work">The step.</param>
    public void Run(Step work)
    {
        if (workers.Length == 0 || work.Pieces < 2)
        {
            work.Run(0, work.Pieces, 0);
            return;
        }

        step = work;
        Volatile.Write(ref busy, workers.Length);
        round++;
        foreach (Worker worker in workers) worker.Wake();
        Share(work, 0);
        var spin = default(SpinWait);
        while (Volatile.Read(ref busy) > 0) spin.SpinOnce(-1);
        if (Interlocked.Exchange(ref fault, null) is { } thrown) throw new AggregateException(thrown);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        closing = true;
        round++;
        foreach (Worker worker in workers) worker.Wake();
        foreach (Worker worker in workers) worker.Dispose();
    }

    private void Share(Step work, int worker)
    {
        try
        {
            long pieces = work.Pieces;
            work.Run((int)(pieces * worker / Threads), (int)(pieces * (worker + 1) / Threads), worker);
        }
        catch (Exception thrown)
        {
            // The others must still be waited for; Run throws this afterwards.
            fault = thrown;
        }
    }

    private sealed class Worker : IDisposable
    {
        private readonly WorkerPool pool;
        private readonly int index;
        private readonly SemaphoreSlim wake = new(0);
        private readonly Thread thread;
        private int parked;

        public Worker(WorkerPool pool, int index)
        {
            (this.pool, this.index) = (pool, index);
            thread = new Thread(Loop) { IsBackground = true, Name = $"RefCnn worker {index}" };
            thread.Start();
        }

        public void Wake()
        {
            if (Interlocked.Exchange(ref parked, 0) == 1) wake.Release();
        }

        public void Dispose()
        {
            thread.Join();
            wake.Dispose();
        }

        private void Loop()
        {
            int seen = 0;
            while (true)
            {
                Await(seen);
                seen = pool.round;
                if (pool.closing) return;
                pool.Share(pool.step!, index);
                Interlocked.Decrement(ref pool.busy);
            }
        }

        // A release may come late, when the worker has already done the round and parked again: then there is nothing new to do.
        private void Await(int seen)
        {
            while (pool.round == seen)
            {
                for (int spin = 0; spin < SpinsBeforeParking && pool.round == seen; spin++) Thread.SpinWait(20);
                if (pool.round != seen) return;
                Interlocked.Exchange(ref parked, 1);

                // A round that began since was announced either before the flag was seen, or by a release that must be taken.
                if (pool.round != seen && Interlocked.Exchange(ref parked, 0) == 1) return;
                wake.Wait();
            }
        }
    }
}
