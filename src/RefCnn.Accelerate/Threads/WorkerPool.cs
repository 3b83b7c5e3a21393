namespace RefCnn.Accelerate.Threads;

/// <summary>
/// Threads that share the pieces of one step after another. Each begins with the same share every time, so that its data stay in its cache, and helps the others when it is
/// through, so that one whom the system holds up does not hold up all. A thread without work spins briefly, because the next step is near, and then parks, because it may not be.
/// </summary>
internal sealed class WorkerPool : IDisposable
{
    private const int SpinsBeforeParking = 2000;

    private readonly Worker[] workers;
    private readonly Shares shares;
    private volatile Step? step;
    private volatile bool closing;
    private volatile int round;
    private volatile Exception? fault;
    private int pending;

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">How many compute, the caller's included.</param>
    public WorkerPool(int threads)
    {
        shares = new Shares(threads);
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
        Volatile.Write(ref pending, work.Pieces);
        shares.Deal(work.Pieces);
        round++;
        foreach (Worker worker in workers) worker.Wake();
        Work(0);
        var spin = default(SpinWait);
        while (Volatile.Read(ref pending) > 0) spin.SpinOnce(-1);
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

    // A worker that comes late finds nothing, or pieces of a newer step: what is taken keeps its step from ending, so that the step is read after it.
    private void Work(int worker)
    {
        while (shares.Take(worker, out int first, out int end))
        {
            try
            {
                step!.Run(first, end, worker);
            }
            catch (Exception thrown)
            {
                // The others must still be waited for; Run throws this afterwards.
                fault = thrown;
            }

            Interlocked.Add(ref pending, first - end);
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
                pool.Work(index);
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
