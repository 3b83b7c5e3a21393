using System.Diagnostics;
using RefCnn.Conformance;
using RefCnn.DeviceTests.Runner.Reports;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace RefCnn.DeviceTests.Runner;

/// <summary>The conformance phase: finds xunit's tests in an assembly that is already loaded, and runs them one after another on the calling thread.</summary>
/// <param name="tests">Which of them run.</param>
/// <param name="availableMemory">Bytes to be had, asked before each network; or null.</param>
/// <param name="started">Told of each test before it runs.</param>
/// <param name="ended">Told of each test after it ran, or that it does not run.</param>
internal sealed class TestRun(TestFilter tests, Func<long?> availableMemory, Action<TestIdentity> started, Action<TestRecord> ended)
{
    /// <summary>Runs.</summary>
    /// <param name="cancellation">Gives up what runs, and starts no further test.</param>
    public void Run(CancellationToken cancellation)
    {
        IReflectionAssemblyInfo assembly = Reflector.Wrap(typeof(LayerVectorTests).Assembly);
        using var sink = new Sink(started, ended, cancellation);
        var chosen = new List<IXunitTestCase>();
        foreach (IXunitTestCase test in Discover(assembly))
        {
            var identity = TestIdentity.Of(test);
            if (!tests.Selects(identity)) continue;
            if (tests.ReasonAgainst(identity, availableMemory()) is { } reason) ended(new TestRecord(identity.Suite, identity.Name, identity.Backend, Outcome.Skip, null, null, 0, reason));
            else chosen.Add(test);
        }

        using var runner = new OrderedRunner(assembly, chosen, sink);
        runner.RunAsync().GetAwaiter().GetResult();
    }

    private static List<IXunitTestCase> Discover(IReflectionAssemblyInfo assembly)
    {
        using var found = new Discovery();
        using var provider = new NoSources();
        using var discoverer = new XunitTestFrameworkDiscoverer(assembly, provider, found);
        discoverer.Find(includeSourceInformation: false, found, new Options());
        found.Finished.Wait();
        return found.Cases;
    }

    // On the calling thread, which has the stack, and each message before the next test.
    private sealed class Options : LongLivedMarshalByRefObject, ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
    {
        private readonly Dictionary<string, object?> values = new()
        {
            ["xunit.execution.DisableParallelization"] = true,
            ["xunit.execution.SynchronousMessageReporting"] = true,
            ["xunit.discovery.SynchronousMessageReporting"] = true,
        };

        public TValue GetValue<TValue>(string name) => (TValue)values.GetValueOrDefault(name)!;

        public void SetValue<TValue>(string name, TValue value) => values[name] = value;
    }

    private sealed class NoSources : LongLivedMarshalByRefObject, ISourceInformationProvider
    {
        public ISourceInformation? GetSourceInformation(ITestCase testCase) => null;

        public void Dispose()
        {
        }
    }

    private sealed class Discovery : LongLivedMarshalByRefObject, IMessageSink, IDisposable
    {
        public List<IXunitTestCase> Cases { get; } = [];

        public ManualResetEventSlim Finished { get; } = new();

        public bool OnMessage(IMessageSinkMessage message)
        {
            if (message is ITestCaseDiscoveryMessage { TestCase: IXunitTestCase found }) Cases.Add(found);
            if (message is IDiscoveryCompleteMessage) Finished.Set();
            return true;
        }

        public void Dispose() => Finished.Dispose();
    }

    // xunit shuffles by default. In the order of discovery a network is built once for all backends.
    private sealed class OrderedRunner : XunitTestAssemblyRunner
    {
        public OrderedRunner(IReflectionAssemblyInfo assembly, IEnumerable<IXunitTestCase> cases, IMessageSink sink)
            : base(new TestAssembly(assembly), cases, sink, sink, new Options()) => TestCaseOrderer = new AsDiscovered();

        private sealed class AsDiscovered : ITestCaseOrderer
        {
            public IEnumerable<T> OrderTestCases<T>(IEnumerable<T> testCases)
                where T : ITestCase => testCases;
        }
    }

    // Turns xunit's messages into records, with the verdict that the test handed on meanwhile. A false answer ends the run.
    private sealed class Sink : LongLivedMarshalByRefObject, IMessageSink, IDisposable
    {
        private readonly Action<TestIdentity> started;
        private readonly Action<TestRecord> ended;
        private readonly CancellationToken cancellation;
        private CaseResult? given;
        private long start;

        public Sink(Action<TestIdentity> started, Action<TestRecord> ended, CancellationToken cancellation)
        {
            (this.started, this.ended, this.cancellation) = (started, ended, cancellation);
            Judgement.Given += Keep;
        }

        public bool OnMessage(IMessageSinkMessage message)
        {
            switch (message)
            {
                case ITestStarting test:
                    (given, start) = (null, Stopwatch.GetTimestamp());
                    started(TestIdentity.Of(test.TestCase));
                    break;
                case ITestPassed test: End(test, given?.Verdict is Verdict.Unsupported or Verdict.Unavailable ? Outcome.Skip : Outcome.Pass, given?.Message ?? ""); break;
                case ITestFailed when cancellation.IsCancellationRequested: break;
                case ITestFailed test: End(test, Outcome.Fail, given?.Message ?? string.Join("; ", test.Messages).ReplaceLineEndings(" ")); break;
                case ITestSkipped test: End(test, Outcome.Skip, test.Reason); break;
                case IErrorMessage fault: ended(new TestRecord("other", "xunit", "", Outcome.Fail, null, null, 0, string.Join("; ", fault.Messages).ReplaceLineEndings(" "))); break;
                default: break;
            }

            return !cancellation.IsCancellationRequested;
        }

        public void Dispose() => Judgement.Given -= Keep;

        private void Keep(CaseResult result) => given = result;

        private void End(ITestResultMessage test, Outcome outcome, string message)
        {
            var identity = TestIdentity.Of(test.TestCase);
            double milliseconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 3);
            ended(new TestRecord(identity.Suite, identity.Name, identity.Backend, outcome, given?.Verdict, given?.Margin, milliseconds, message));
        }
    }
}
