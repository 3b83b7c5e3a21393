using System.CommandLine;
using RefCnn.Benchmarks.Commands;
using RefCnn.Core;

try
{
    return BenchmarkCommands.CreateRoot(Console.Out).Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (RefCnnException fault)
{
    Console.Error.WriteLine($"benchmarks: {fault.Message}");
    return 1;
}
