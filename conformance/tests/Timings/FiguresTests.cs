using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using RefCnn.Benchmarks;
using RefCnn.Benchmarks.Commands;
using RefCnn.Benchmarks.Figures;
using RefCnn.ConformanceTests.Cli;
using RefCnn.Core;

namespace RefCnn.ConformanceTests.Timings;

/// <summary>Figures of a race that was run: four networks on two threads, three of them on one too.</summary>
public sealed class FiguresTests : TemporaryFolder
{
    private static readonly string Recorded = Path.Combine(Repository.Root, "conformance", "fixtures", "recorded-race.json");

    private static ImmutableArray<RaceResult> Results => [.. JsonSerializer.Deserialize(File.ReadAllText(Recorded), RaceJsonContext.Default.ListRaceResult)!];

    [Fact]
    public void Figures_OfARace_AreSpeedAndThreads() => FiguresCommand.Of([new FileInfo(Recorded)]).Select(figure => figure.Name).Should().Equal("speed", "threads");

    [Fact]
    public void Figures_WhereMemoryWasMeasured_HaveItToo() =>
        new RaceFigures(Results.Select(result => result with { Memory = new RaceMemory(84, 87, 131) })).All().Select(figure => figure.Name).Should().Equal("speed", "threads", "memory");

    [Fact]
    public void Speed_Bars_AreAsLongAsThePeersTimeByOurs()
    {
        RaceResult[] raced = [.. Results.Where(result => result.Network == "yolo-v2").OrderBy(result => result.Threads)];
        double[] widths = Widths(new RaceFigures(raced).All().First().Figure.Draw());

        widths.Should().HaveCount(2);
        (widths[0] / widths[1]).Should().BeApproximately(raced[1].Ratio / raced[0].Ratio, 1e-3);
    }

    [Fact]
    public void Threads_OfANetworkThatRanOnTwoOnly_AreLeftOut()
    {
        string svg = new RaceFigures(Results).All().Single(figure => figure.Name == "threads").Figure.Draw();

        svg.Should().Contain("yolo-v2").And.NotContain("squeezenet");
    }

    [Fact]
    public void Results_OfANetworkThatRacedTwice_AreTheLater()
    {
        RaceResult first = Results[0], later = first with { OursMs = 1234.5 };

        new RaceFigures([first, later]).All().Single().Figure.Draw().Should().Contain("1234.5 ms");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[{}]")]
    [InlineData("nothing")]
    public void Figures_OfAnotherFile_AreRefusedByItsName(string text)
    {
        File.WriteAllText(FileAt("other.json"), text);

        FluentActions.Invoking(() => FiguresCommand.Of([new FileInfo(FileAt("other.json"))])).Should().Throw<RefCnnException>().WithMessage("*other.json: neither*");
    }

    private static double[] Widths(string svg) =>
        [.. XDocument.Parse(svg).Descendants().Where(element => (string?)element.Attribute("class") == "bar").Select(bar => double.Parse(bar.Attribute("width")!.Value, CultureInfo.InvariantCulture))];
}
