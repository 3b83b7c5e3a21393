namespace RefCnn.ConformanceTests.Robustness;

/// <summary>Tests that look at the whole process: no others run beside them.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;
