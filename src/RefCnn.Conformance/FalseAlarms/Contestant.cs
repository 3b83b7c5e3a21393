using RefCnn.Core;

namespace RefCnn.Conformance.FalseAlarms;

/// <summary>A correct engine, of which no case should fail or be degraded.</summary>
/// <param name="Backend">The engine.</param>
/// <param name="Threads">How many threads it uses.</param>
/// <param name="Variants">How many variants of each vector it runs.</param>
/// <param name="Takes">The vectors that it runs.</param>
public sealed record Contestant(IBackend Backend, int Threads, int Variants, Func<VectorCase, bool> Takes);
