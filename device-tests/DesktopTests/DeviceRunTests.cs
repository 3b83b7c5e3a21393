using NJsonSchema;
using RefCnn.DeviceTests.Runner;
using RefCnn.DeviceTests.Runner.Devices;
using RefCnn.DeviceTests.Runner.Reports;

namespace RefCnn.DeviceTests.Desktop;

public sealed class DeviceRunTests : Scratch
{
    [Fact]
    public async Task Run_OfSomeLayers_JudgesEveryVectorOfTheSelectionInOrder()
    {
        var listener = new Listener();

        DeviceReport report = await new DeviceRun(new UnknownDevice(), Options(LayersNamed("relu/")), listener).Start();

        string[] expected = [.. DeviceVectors.Layers.Where(id => id.Contains("relu/", StringComparison.Ordinal))];
        report.Tests.Select(test => test.Name).Should().Equal(expected).And.HaveCountGreaterThan(5);
        report.Tests.Should().OnlyContain(test => test.Outcome == Outcome.Pass && test.Suite == "layers" && test.Backend == "accelerate");
        report.Tests.Should().Contain(test => test.Margin != null);
        report.Summary.Complete.Should().BeTrue();
        listener.Thread.Should().Be("device tests", "phones give other threads half a megabyte of stack");
    }

    [Fact]
    public async Task Report_OfARun_FitsThePublishedSchema()
    {
        await new DeviceRun(new SetDevice(), Options(LayersNamed("clip/")), new Listener()).Start();

        JsonSchema schema = await JsonSchema.FromFileAsync(Path.Combine(AppContext.BaseDirectory, "device-report.schema.json"));
        schema.Validate(await File.ReadAllTextAsync(Path.Combine(Folder, DeviceRun.ReportName))).Should().BeEmpty();
    }

    [Fact]
    public async Task Report_AndStream_ReadTheSame()
    {
        await new DeviceRun(new UnknownDevice(), Options(LayersNamed("clip/")), new Listener()).Start();

        DeviceReport whole = ReportReader.Read(Path.Combine(Folder, DeviceRun.ReportName)), streamed = ReportReader.Read(Path.Combine(Folder, DeviceRun.StreamName));
        streamed.Tests.Should().Equal(whole.Tests).And.NotBeEmpty();
        streamed.Summary.Should().Be(whole.Summary);
    }

    [Fact]
    public async Task Run_OfANetworkTooLarge_SkipsItAndSaysHowMuchIsMissing()
    {
        TestFilter filter = TestFilter.All with { Suites = ["networks"], Networks = ["vgg16"], Backends = Fast };

        DeviceReport report = await new DeviceRun(new SetDevice { AvailableMemory = 1 << 20 }, Options(filter), new Listener()).Start();

        report.Tests.Should().ContainSingle().Which.Outcome.Should().Be(Outcome.Skip);
        report.Tests[0].Message.Should().Contain("MiB of memory; 1 MiB are to be had");
    }

    [Fact]
    public async Task Run_OfACertificateTooLarge_SkipsIt()
    {
        TestFilter filter = TestFilter.All with { Suites = ["certificates"], Networks = ["squeezenet"], Backends = Fast, LargestCertificate = 1000 };

        DeviceReport report = await new DeviceRun(new UnknownDevice(), Options(filter), new Listener()).Start();

        report.Tests.Should().ContainSingle().Which.Message.Should().StartWith("certificates are limited to");
    }

    [Fact]
    public async Task Run_WhenStopped_ReportsThatItIsNotComplete()
    {
        using var stop = new CancellationTokenSource();
        var listener = new Listener { OnTest = stop.Cancel };

        DeviceReport report = await new DeviceRun(new UnknownDevice(), Options(LayersNamed("relu/")), listener).Start(stop.Token);

        report.Summary.Complete.Should().BeFalse();
        report.Tests.Should().HaveCount(1);
        ReportReader.Read(Path.Combine(Folder, DeviceRun.ReportName)).Summary.Complete.Should().BeFalse();
    }

    [Fact]
    public void Xml_OfAFailure_HasItsMessage()
    {
        ReportHead head = HeadFacts.Gather(new SetDevice(), TestFilter.All, 1);
        var builder = new ReportBuilder(head);
        builder.Add(new TestRecord("layers", "relu/x", "accelerate", Outcome.Fail, RefCnn.Conformance.Verdict.Fail, 2, 1, "worst at [0]"));

        var xml = XunitXml.Of(builder.Build(builder.Summarise(complete: true, 1, null)));

        xml.Descendants("test").Should().ContainSingle().Which.Attribute("result")!.Value.Should().Be("Fail");
        xml.Descendants("message").Should().ContainSingle().Which.Value.Should().Be("worst at [0]");
        xml.Descendants("assembly").Single().Attribute("failed")!.Value.Should().Be("1");
    }
}
