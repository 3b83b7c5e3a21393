using RefCnn.Conformance;

namespace RefCnn.ConformanceTests.Vectors;

public class VectorsPageTests
{
    private static string[] Lines => File.ReadAllLines(Path.Combine(VectorFiles.FindDirectory(), "..", "..", "docs", "vectors.md"));

    [Fact]
    public void Page_FlagTable_IsThatOfTheCode() =>
        Lines.SkipWhile(line => line != "## Flags").Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Should().Equal(VectorFlags.All.Select(flag => $"| `{flag.Key}` | {flag.Value} |"));

    [Fact]
    public void Page_Generator_IsTenLines() =>
        Lines.SkipWhile(line => line != "```python").Skip(1).TakeWhile(line => line != "```").Should().HaveCount(10);
}
