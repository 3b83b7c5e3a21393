using System.Globalization;
using RefCnn.Conformance.Timings;
using RefCnn.Core;

namespace RefCnn.DeviceTests.Runner;

/// <summary>The command line of every program that runs the device tests.</summary>
public static class RunArguments
{
    private const string Usage =
        """
        [--output FOLDER] [--vectors FOLDER] [--suite layers|networks|certificates|benchmarks …] [--name PART …] [--backend NAME …] [--network NAME …]
         [--threads N] [--memory MIB] [--certificates-up-to GMAC] [--benchmarks] [--samples N] [--seconds S]
        """;

    private static readonly string[] Suites = ["layers", "networks", "certificates", BenchmarkPhase.Suite];

    /// <summary>Reads it, and sets threads and vectors where they are named.</summary>
    /// <param name="arguments">The arguments; an option takes all that follow it up to the next.</param>
    /// <param name="output">The folder of the reports where none is named.</param>
    /// <exception cref="RefCnnException">An option is unknown, or its value is none.</exception>
    public static DeviceRunOptions Parse(ReadOnlySpan<string> arguments, string output)
    {
        TestFilter filter = TestFilter.All;
        var plan = new SamplingPlan();
        bool benchmarks = false;
        for (int i = 0; i < arguments.Length;)
        {
            string option = arguments[i++];
            int first = i;
            while (i < arguments.Length && !arguments[i].StartsWith("--", StringComparison.Ordinal)) i++;
            string[] values = arguments[first..i].ToArray();
            switch (option)
            {
                case "--output": output = One(option, values); break;
                case "--vectors": DeviceVectors.Directory = One(option, values); break;
                case "--suite": filter = filter with { Suites = [.. values.Select(Suite)] }; break;
                case "--name": filter = filter with { Names = [.. values] }; break;
                case "--backend": filter = filter with { Backends = [.. values.Select(value => DeviceBackends.Find(value).Name)] }; break;
                case "--network": filter = filter with { Networks = [.. values.Select(value => DeviceNetwork.Find(value).Name)] }; break;
                case "--threads": Judgement.Options = new CompileOptions((int)Number(option, values)); break;
                case "--memory": filter = filter with { Memory = (long)(Number(option, values) * (1 << 20)) }; break;
                case "--certificates-up-to": filter = filter with { LargestCertificate = (long)(Number(option, values) * 1e9) }; break;
                case "--benchmarks": benchmarks = true; break;
                case "--samples": plan = plan with { LeastSamples = (int)Number(option, values) }; break;
                case "--seconds": plan = plan with { LeastSeconds = Number(option, values) }; break;
                default: throw new RefCnnException($"unknown option '{option}'\n{Usage}");
            }
        }

        return new DeviceRunOptions(output, filter, plan, benchmarks, TimeSpan.FromMinutes(2));
    }

    private static string Suite(string value) => Suites.Contains(value) ? value : throw new RefCnnException($"there is no suite '{value}'; there are {string.Join(", ", Suites)}");

    private static string One(string option, string[] values) => values.Length == 1 ? values[0] : throw new RefCnnException($"{option} has {values.Length} values; expected one");

    private static double Number(string option, string[] values) =>
        double.TryParse(One(option, values), CultureInfo.InvariantCulture, out double number) && number > 0 && double.IsFinite(number)
            ? number
            : throw new RefCnnException($"{option} is '{values[0]}'; expected a number above 0");
}
