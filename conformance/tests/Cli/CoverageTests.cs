namespace RefCnn.ConformanceTests.Cli;

public class CoverageTests : TemporaryFolder
{
    [Fact]
    public async Task Coverage_OfTheRepository_HasNoGapAndIsThePage()
    {
        string page = FileAt("coverage.md");

        CliOutcome outcome = await CliHost.RunAsync("vectors", "coverage", "--markdown", page);

        outcome.Code.Should().Be(0, outcome.Output);
        (await File.ReadAllTextAsync(page)).Should().Be(
            await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "coverage.md")), "it is written by `refcnn vectors coverage --markdown docs/coverage.md`");
    }

    [Fact]
    public async Task Coverage_KindsWithoutVectors_AreGaps()
    {
        Directory.CreateDirectory(FileAt("layers"));

        CliOutcome outcome = await CliHost.RunAsync("vectors", "coverage", "--vectors", FileAt("."), "--pages", Path.Combine(Repository.Root, "docs", "layers"));

        outcome.Code.Should().Be(1);
        outcome.Output.Should().Contain("conv2d: kind computed has no vector\n").And.Contain("conv2d: constraint C6 has no vector\n").And.Contain("pad: mode wrap has no vector\n");
    }
}
