using System.Runtime.InteropServices;
using RefCnn.Core;
using RefCnn.DeviceTests.Host;
using RefCnn.DeviceTests.Runner;
using RefCnn.DeviceTests.Runner.Devices;
using RefCnn.DeviceTests.Runner.Reports;

try
{
    if (args is ["--read", string path]) return ConsoleListener.Conclude(ReportReader.Read(path), path);

    DeviceRunOptions options = RunArguments.Parse(args, "device-report");
    using var stop = new CancellationTokenSource();
    using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop), interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    IDevice device = OperatingSystem.IsMacOS() ? new AppleDevice() : new UnknownDevice();
    DeviceReport report = await new DeviceRun(device, options, new ConsoleListener()).Start(stop.Token);
    return ConsoleListener.Conclude(report, Path.Combine(options.Output, DeviceRun.ReportName));

    void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        stop.Cancel();
    }
}
catch (RefCnnException fault)
{
    Console.Error.WriteLine(fault.Message);
    return RunExitCode.NotDone;
}
