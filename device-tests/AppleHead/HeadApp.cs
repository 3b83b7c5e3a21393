using RefCnn.AppleHead.ObjectiveC;
using RefCnn.AppleHead.UIKit;
using RefCnn.Core;
using RefCnn.CoreML.Native.ObjectiveC;
using RefCnn.DeviceTests;
using RefCnn.DeviceTests.Runner;
using RefCnn.DeviceTests.Runner.Devices;
using RefCnn.DeviceTests.Runner.Reports;

namespace RefCnn.AppleHead;

/// <summary>
/// The app between the screen and the run. The run has a thread of its own; the main thread never waits for it, but is asked by the runtime to refresh the screen, at most once at a time.
/// </summary>
/// <param name="arguments">The command line; with <c>--run</c> the run starts at once and the app ends with it.</param>
internal sealed class HeadApp(string[] arguments)
{
    private const string RunAtOnce = "--run";

    // What Main left here for the Objective-C methods, which have no object of ours.
    private static HeadApp? current;

    private readonly string output = Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? ".", "Documents");
    private Id target;
    private Screen? screen;
    private Scoreboard? scoreboard;
    private Action? stop;
    private int isRefreshing;
    private volatile int isRunning;

    /// <summary>The app of this process.</summary>
    public static HeadApp Current => current ?? throw new InvalidOperationException("the app has not started");

    /// <summary>The window.</summary>
    public Id Window => screen?.Window ?? default;

    private bool HasReport => File.Exists(Path.Combine(output, DeviceRun.ReportName));

    /// <summary>Makes it the app of this process.</summary>
    public void Enter() => current = this;

    /// <summary>Shows the screen, and starts if it was told to.</summary>
    /// <param name="windowScene">Where.</param>
    /// <param name="sceneDelegate">The object that taps and refreshes are sent to.</param>
    public void Connect(Id windowScene, Id sceneDelegate)
    {
        target = Lifetime.Retain(sceneDelegate);
        screen = new Screen(windowScene, target);
        screen.Show(new ScreenState("REFCNN\ntap Run", Colour.Idle, $"{DeviceVectors.Layers.Length} layer vectors\n"), isRunning: false, HasReport);
        if (arguments.Contains(RunAtOnce)) Run();
    }

    /// <summary>Starts a run, unless one goes on.</summary>
    public void Run()
    {
        if (Interlocked.Exchange(ref isRunning, 1) == 1) return;
        SetIdleTimer(disabled: true);
        var stopping = new CancellationTokenSource();
        stop = stopping.Cancel;
        scoreboard = new Scoreboard(Refresh);
        ShowNow();
        _ = Follow(scoreboard, stopping.Token);
    }

    /// <summary>Stops the run.</summary>
    public void Stop() => stop?.Invoke();

    /// <summary>Shares the reports.</summary>
    public void Share()
    {
        if (HasReport) screen?.Share(output);
    }

    /// <summary>Shows how it stands; on the main thread.</summary>
    public void ShowNow()
    {
        Interlocked.Exchange(ref isRefreshing, 0);
        if (scoreboard is not null) screen?.Show(scoreboard.Look(), isRunning == 1, HasReport);
        if (isRunning == 0) SetIdleTimer(disabled: false);
    }

    // Whatever broke the run is shown: nobody else would hear of it, and a script would wait for ever.
    private async Task Follow(Scoreboard board, CancellationToken cancellation)
    {
        int code;
        try
        {
            string[] others = [.. arguments.Where(argument => argument != RunAtOnce)];
            DeviceRunOptions options = RunArguments.Parse(others, output);
            DeviceReport report = await new DeviceRun(new AppleDevice(), options, board).Start(cancellation).ConfigureAwait(false);
            board.Conclude(report.Summary);
            code = RunExitCode.Of(report.Summary);
        }
        catch (Exception fault)
        {
            string message = fault is RefCnnException ? fault.Message : fault.ToString();
            board.Break(message);
            Console.Error.WriteLine(message);
            code = RunExitCode.NotDone;
        }

        isRunning = 0;
        Refresh();
        if (arguments.Contains(RunAtOnce)) Environment.Exit(code);
    }

    private void Refresh()
    {
        if (Interlocked.Exchange(ref isRefreshing, 1) == 1) return;
        using AutoreleasePool pool = AutoreleasePool.Open();
        UiSend.Perform(target, Selector.Of("performSelectorOnMainThread:withObject:waitUntilDone:"), Selector.Of("refresh"), default, 0);
    }

    // A phone that goes to sleep stops the run.
    private static void SetIdleTimer(bool disabled) =>
        UiSend.Set(Send.Object(ObjectiveCRuntime.ClassNamed("UIApplication"), Selector.Of("sharedApplication")), Selector.Of("setIdleTimerDisabled:"), disabled ? (byte)1 : (byte)0);
}
