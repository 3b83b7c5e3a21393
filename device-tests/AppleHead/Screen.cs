using RefCnn.AppleHead.ObjectiveC;
using RefCnn.AppleHead.UIKit;
using RefCnn.CoreML.Native.Foundation;
using RefCnn.CoreML.Native.ObjectiveC;
using RefCnn.DeviceTests.Runner;

namespace RefCnn.AppleHead;

/// <summary>The app's only screen: the headline, run, stop and share, and the list of suites. Lives as long as the app, on its main thread.</summary>
internal sealed class Screen
{
    private readonly Id controller = Lifetime.New(ObjectiveCRuntime.ClassNamed("UIViewController"));
    private readonly Id headline = View.Label(34), details = View.Text(12);
    private readonly Id run, stop, share;

    /// <summary>Builds the screen in a window.</summary>
    /// <param name="windowScene">The window scene.</param>
    /// <param name="target">The object that taps are sent to.</param>
    public Screen(Id windowScene, Id target)
    {
        run = View.Button("Run", target, "run:");
        stop = View.Button("Stop", target, "stop:");
        share = View.Button("Share report", target, "share:");
        Id view = Send.Object(controller, Selector.Of("view"));
        View.SetBackground(view, Colour.White);
        View.SetBackground(details, Colour.White);
        View.SetTextColour(details, Colour.Black);
        View.SetTextColour(headline, Colour.White);
        View.Fill(view, View.Stack(vertical: true, headline, View.Stack(vertical: false, run, stop, share), details));

        Window = Send.Object(Lifetime.Alloc(ObjectiveCRuntime.ClassNamed("UIWindow")), Selector.Of("initWithWindowScene:"), windowScene);
        UiSend.Set(Window, Selector.Of("setRootViewController:"), controller);
        Send.Nothing(Window, Selector.Of("makeKeyAndVisible"));
    }

    /// <summary>The window, which nobody else owns.</summary>
    public Id Window { get; }

    /// <summary>Shows a state.</summary>
    /// <param name="state">What to show.</param>
    /// <param name="isRunning">Whether a run goes on.</param>
    /// <param name="hasReport">Whether there is a report to share.</param>
    public void Show(ScreenState state, bool isRunning, bool hasReport)
    {
        View.SetText(headline, state.Headline);
        View.SetBackground(headline, state.Colour);
        View.SetText(details, state.Details);
        View.SetEnabled(run, !isRunning);
        View.SetEnabled(stop, isRunning);
        View.SetEnabled(share, hasReport && !isRunning);
    }

    /// <summary>Opens the sheet that sends the reports elsewhere.</summary>
    /// <param name="folder">The folder of the reports.</param>
    public unsafe void Share(string folder)
    {
        Id* files = stackalloc Id[2];
        files[0] = FileUrl(Path.Combine(folder, DeviceRun.ReportName));
        files[1] = FileUrl(Path.Combine(folder, DeviceRun.XmlName));
        Id items = Send.Object(ObjectiveCRuntime.ClassNamed("NSArray"), Selector.Of("arrayWithObjects:count:"), files, 2);
        Id sheet = UiSend.Object(
            Lifetime.Alloc(ObjectiveCRuntime.ClassNamed("UIActivityViewController")), Selector.Of("initWithActivityItems:applicationActivities:"), items, default(Id));

        // An iPad shows the sheet at a view, and ends the app where none is named; an iPhone has no such popover.
        if (Send.Object(sheet, Selector.Of("popoverPresentationController")) is { IsNil: false } popover) UiSend.Set(popover, Selector.Of("setSourceView:"), share);
        UiSend.Present(controller, Selector.Of("presentViewController:animated:completion:"), sheet, 1, default);
        Lifetime.Release(sheet);
    }

    private static Id FileUrl(string path) => Send.Object(ObjectiveCRuntime.ClassNamed("NSURL"), Selector.Of("fileURLWithPath:"), NSString.Of(path));
}
