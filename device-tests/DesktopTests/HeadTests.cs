using System.Diagnostics;
using System.Xml.Linq;
using RefCnn.DeviceTests.Runner;
using RefCnn.DeviceTests.Runner.Reports;

namespace RefCnn.DeviceTests.Desktop;

/// <summary>The app for iPhones from launch to report, on stand-ins for Apple's libraries: docs/device.md says what that proves.</summary>
public sealed class HeadTests : Scratch
{
    private string Documents => Path.Combine(Folder, "Documents");

    private string Screen => File.ReadAllText(Path.Combine(Folder, "screen.txt"));

    [StandInFact]
    public void Head_TappedRunAndShare_RunsTheTestsAndSharesTheReport()
    {
        Launch("Run,Share report", "--suite", "layers", "--name", "clip/", "--backend", "accelerate").Should().Be(0);

        DeviceReport report = ReportReader.Read(Path.Combine(Documents, DeviceRun.ReportName));
        report.Summary.Complete.Should().BeTrue();
        report.Device.Model.Should().Be("StandIn1,1");
        report.Conditions.ThermalState.Should().Be(Runner.Devices.ThermalState.Nominal);
        Screen.Should().Contain($"| ALL {report.Summary.Passed} PASSED").And.Contain("background=0.05,0.50,0.20", "green is seen across a desk")
            .And.Contain($"UIActivityViewController\n| {Path.Combine(Documents, DeviceRun.ReportName)}").And.Contain("UIStackView pinned=4");
    }

    [StandInFact]
    public void Head_ToldToRunAtOnce_EndsWithTheVerdictsCode()
    {
        Launch("", "--run", "--suite", "layers", "--name", "clip/", "--backend", "accelerate").Should().Be(RunExitCode.Passed);

        ReportReader.Read(Path.Combine(Documents, DeviceRun.ReportName)).Summary.Complete.Should().BeTrue();
    }

    [StandInFact]
    public void Head_Stopped_SharesAReportThatIsNotComplete()
    {
        Launch("Run,Stop,Share report", "--suite", "layers").Should().Be(0);

        ReportReader.Read(Path.Combine(Documents, DeviceRun.ReportName)).Summary.Complete.Should().BeFalse();
        Screen.Should().Contain("| STOPPED").And.Contain("background=0.80,0.45,0.00");
    }

    [StandInFact]
    public void Head_ToldWhatItDoesNotKnow_EndsWithTheCodeOfNothingDone()
    {
        Launch("", "--run", "--network", "nobodys").Should().Be(RunExitCode.NotDone);

        File.Exists(Path.Combine(Documents, DeviceRun.ReportName)).Should().BeFalse();
    }

    private int Launch(string taps, params string[] arguments)
    {
        Directory.CreateDirectory(Documents);
        XElement[] scene = [.. XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Info.plist")).Descendants("key")];
        string program = Path.Combine(AppContext.BaseDirectory, "head-on-linux.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            Environment =
            {
                ["HOME"] = Folder,
                ["STANDIN_LIBRARY"] = StandInFactAttribute.Library,
                ["STANDIN_TAPS"] = taps,
                ["STANDIN_RENDER"] = Path.Combine(Folder, "screen.txt"),
                ["STANDIN_SCENE_DELEGATE"] = scene.Single(key => key.Value == "UISceneDelegateClassName").ElementsAfterSelf().First().Value,
            },
        };
        using Process head = Process.Start(start)!;
        head.WaitForExit();
        return head.ExitCode;
    }
}
