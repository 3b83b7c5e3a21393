using RefCnn.Conformance;

namespace RefCnn.ConformanceTests.Vectors;

/// <summary>The repository's own vectors.</summary>
public class RepositoryVectorsTests
{
    [Fact]
    public void Lint_TheRepository_FindsNothing() =>
        Listed(VectorLinter.Lint(VectorFiles.FindDirectory(), Path.Combine(VectorFiles.FindDirectory(), "..", "..", "docs", "layers"))
            .Select(finding => $"{finding.File}: {finding.Message}")).Should().BeEmpty();

    [Fact]
    public void Rebuild_TheRepository_WouldChangeNothing() =>
        Listed(VectorRebuilder.Rebuild(VectorFiles.FindDirectory(), [], check: true).Select(change => $"{change.Id}: {change.What}")).Should().BeEmpty();

    // One text, so that a failure shows all of them.
    private static string Listed(IEnumerable<string> lines) => string.Join('\n', lines);
}
