using System.Diagnostics;
using RefCnn.Core;
using RefCnn.DeviceTests.Runner;
using RefCnn.DeviceTests.Runner.Reports;

namespace RefCnn.DeviceTests.Desktop;

public sealed class KilledRunTests : Scratch
{
    private const int TestsBeforeTheEnd = 20;

    [Fact]
    public void Run_KilledInTheMiddle_LeavesAReadableReportThatIsNotComplete()
    {
        using Process run = StartAndWait();
        run.Kill();
        run.WaitForExit();

        File.Exists(Path.Combine(Folder, DeviceRun.ReportName)).Should().BeFalse("nothing could write it");
        DeviceReport report = ReportReader.Read(Path.Combine(Folder, DeviceRun.StreamName));
        report.Summary.Complete.Should().BeFalse();
        report.Tests.Length.Should().BeGreaterThanOrEqualTo(TestsBeforeTheEnd);
        report.Summary.Passed.Should().Be(report.Tests.Count(test => test.Outcome == Outcome.Pass)).And.BePositive();
    }

    [SignalFact]
    public void Run_Terminated_WritesItsReportAndSaysThatItIsNotComplete()
    {
        using Process run = StartAndWait();
        Process.Start("kill", ["-TERM", $"{run.Id}"]).WaitForExit();
        run.WaitForExit();

        run.ExitCode.Should().Be(RunExitCode.Incomplete);
        ReportReader.Read(Path.Combine(Folder, DeviceRun.ReportName)).Summary.Complete.Should().BeFalse();
    }

    [Fact]
    public async Task Stream_CutWithinALine_GivesWhatCameBefore()
    {
        await new DeviceRun(new SetDevice(), Options(LayersNamed("clip/")), new Listener()).Start();
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(Folder, DeviceRun.StreamName));
        string cut = Path.Combine(Folder, "cut.ndjson");
        await File.WriteAllTextAsync(cut, $"{lines[0]}\n{lines[1]}\n{lines[2]}\n{lines[3]}\n{lines[4][..10]}");

        DeviceReport report = ReportReader.Read(cut);

        report.Tests.Should().HaveCount(1);
        report.Summary.Interrupted.Should().StartWith("layers clip/");
    }

    [Theory]
    [InlineData("""{"format": "refcnn-device-report/2"}""")]
    [InlineData("""{"start":{"format":"refcnn-device-report/2"}}""")]
    [InlineData("""{"machine": {}}""")]
    public void Reader_OfAnotherFormat_NamesTheOneItReads(string text)
    {
        string path = Path.Combine(Folder, "other.json");
        File.WriteAllText(path, text);

        FluentActions.Invoking(() => ReportReader.Read(path)).Should().Throw<RefCnnException>().WithMessage($"{path}: has the format '*'; expected 'refcnn-device-report/1'*");
    }

    [Fact]
    public void Reader_OfNoJson_SaysSo()
    {
        string path = Path.Combine(Folder, "none.json");
        File.WriteAllText(path, "not json");

        FluentActions.Invoking(() => ReportReader.Read(path)).Should().Throw<RefCnnException>().WithMessage($"{path}: not a device report*");
    }

    // The host, in a process that can be killed, as soon as it is in the middle of its tests.
    private Process StartAndWait()
    {
        string host = Path.Combine(AppContext.BaseDirectory, "device-tests.dll");
        Process run = Process.Start(new ProcessStartInfo("dotnet", [host, "--output", Folder, "--suite", "layers"]) { RedirectStandardOutput = true })!;
        run.OutputDataReceived += (_, _) => { };
        run.BeginOutputReadLine();
        string stream = Path.Combine(Folder, DeviceRun.StreamName);
        while (!run.HasExited && CountTests(stream) < TestsBeforeTheEnd) Thread.Sleep(20);
        run.HasExited.Should().BeFalse("it has thousands of tests");
        return run;
    }

    private static int CountTests(string path)
    {
        if (!File.Exists(path)) return 0;
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n').Count(line => line.StartsWith("{\"test\":", StringComparison.Ordinal));
    }
}

/// <summary>A test that sends a signal; Windows has none.</summary>
internal sealed class SignalFactAttribute : FactAttribute
{
    public SignalFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no signals" : null;
}
