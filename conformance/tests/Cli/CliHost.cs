using RefCnn.Cli;

namespace RefCnn.ConformanceTests.Cli;

/// <summary>Runs the tool in process, as if its streams were redirected.</summary>
internal static class CliHost
{
    public static async Task<CliOutcome> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await CommandLineHost.RunAsync(arguments, new Terminal(output, error, HasColours: false, ShowsProgress: false));
        return new CliOutcome(code, output.ToString(), error.ToString());
    }
}

internal sealed record CliOutcome(int Code, string Output, string Error)
{
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
