namespace RefCnn.CoreML.Native.ObjectiveC;

/// <summary>
/// Releases, when it is disposed, the objects that were autoreleased on this thread since it was made. Every call into a framework has one around
/// it; what must outlive it goes into a <see cref="RetainedObject"/>.
/// </summary>
internal readonly ref struct AutoreleasePool
{
    private static readonly Selector Drain = Selector.Of("drain");

    private readonly Id pool;

    private AutoreleasePool(Id pool) => this.pool = pool;

    /// <summary>Opens a pool.</summary>
    public static AutoreleasePool Open() => new(Lifetime.New(ObjectiveCRuntime.ClassNamed("NSAutoreleasePool")));

    /// <summary>Drains it, on the thread that opened it.</summary>
    public void Dispose() => Send.Nothing(pool, Drain);
}
