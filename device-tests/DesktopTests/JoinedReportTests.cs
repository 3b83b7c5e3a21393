using RefCnn.Conformance;
using RefCnn.Conformance.Reports;
using RefCnn.DeviceTests.Runner;
using RefCnn.DeviceTests.Runner.Devices;

namespace RefCnn.DeviceTests.Desktop;

/// <summary><c>refcnn report</c> on what a run of the device tests really wrote.</summary>
public sealed class JoinedReportTests : Scratch
{
    [Fact]
    public async Task Join_OfADeviceAndADesktop_SetsTheirVerdictsSideBySide()
    {
        DeviceRunOptions options = Options(TestFilter.All with { Names = ["clip/", "conv-deconv-reduced-bn-64x96"], Backends = Fast }, benchmarks: true);
        await new DeviceRun(new SetDevice { Thermal = ThermalState.Serious }, options, new Listener()).Start();
        string device = Path.Combine(Folder, DeviceRun.ReportName), desktop = Path.Combine(Folder, "desktop.json");
        new VerificationReport([new CaseResult("clip/desktop", "clip", "accelerate", Verdict.Fail, 2, 1, "worst at [0]")]).Write(desktop);

        JoinedReport joined = ReportJoiner.Join([device, desktop]);

        joined.Sources.Select(source => source.Name).Should().Equal("report", "desktop");
        joined.Sources[0].Machine.Should().StartWith("iPhone16,2, ");
        joined.Failed.Should().BeTrue();
        joined.Timings.Should().ContainSingle().Which.VoidBecause.Should().StartWith("hot: ");
        ReportTable verdicts = ReportTable.Of(joined)[1];
        verdicts.Headings.Should().Equal("suite", "backend", "report", "desktop");
        verdicts.Rows.Should().ContainSingle(row => row[0] == "layers" && row[1] == "accelerate" && row[3] == "0 of 1, 2, 1 FAILED");
        ReportTable.Markdown(ReportTable.Of(joined)).Should().Contain("| conv-deconv-reduced-bn-64x96 | accelerate | ").And.Contain(" hot) |");
    }
}
