using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;
using RefCnn.Cli.Commands;
using RefCnn.Core;

namespace RefCnn.Cli;

/// <summary>Parses a command line, runs its command, and turns every outcome into an exit code.</summary>
internal static class CommandLineHost
{
    private static readonly Option<bool> Verbose = new("--verbose") { Description = "Show where in the program an error arose.", Recursive = true };

    private static readonly Option<string[]> LimitOption = CreateLimit();

    /// <summary>Runs the tool.</summary>
    /// <param name="arguments">The arguments after the tool's name.</param>
    /// <param name="terminal">Where to write.</param>
    /// <param name="cancellation">Gives up, as Ctrl-C does.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, Terminal terminal, CancellationToken cancellation = default)
    {
        RootCommand root = CreateRoot(terminal);
        ParseResult parsed = root.Parse(arguments);

        // The command line that a shell asks suggestions for is unfinished.
        bool suggests = root.Directives.OfType<SuggestDirective>().Any(directive => parsed.GetResult(directive) is not null);
        if (parsed.Errors.Count > 0 && !suggests)
        {
            terminal.Error.WriteLine($"refcnn: {OneLine(parsed.UnmatchedTokens.Count > 0 ? Unknown(parsed.UnmatchedTokens[0], parsed.CommandResult.Command) : parsed.Errors[0].Message)}");
            terminal.Error.WriteLine($"hint: see `{PathOf(parsed.CommandResult.Command)} --help`");
            return ExitCode.Usage;
        }

        var configuration = new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
        };
        try
        {
            using IDisposable limits = Limits.Use((parsed.GetValue(LimitOption) ?? []).Select(text => ParseLimit(text)!.Value).Aggregate(Limits.Current, (all, next) => all.With(next.Name, next.Value)));
            return await parsed.InvokeAsync(configuration, cancellation);
        }
        catch (Exception fault)
        {
            (int code, string message) = Explain(fault);
            terminal.Error.WriteLine($"refcnn: {OneLine(message)}");
            if (parsed.GetValue(Verbose)) terminal.Error.WriteLine(fault);
            return code;
        }
    }

    /// <summary>The whole command line.</summary>
    /// <param name="terminal">Where its commands write.</param>
    public static RootCommand CreateRoot(Terminal terminal)
    {
        var root = new RootCommand("Checks whether an inference engine computes convolutional networks correctly, and runs them itself.")
        {
            RunCommand.Create(terminal),
            InspectCommand.Create(terminal),
            VerifyCommand.Create(terminal),
            CheckCommand.Create(terminal),
            BenchCommand.Create(terminal),
            ReportCommand.Create(terminal),
            ClassifyCommand.Create(terminal),
            StylizeCommand.Create(terminal),
            TranslateCommand.Create(terminal),
            EraseTextCommand.Create(terminal),
            DetectCommand.Create(terminal),
            CaloriesCommand.Create(terminal),
            ConvertCommand.Create(terminal),
            VectorsCommand.Create(terminal),
            MutantsCommand.Create(terminal),
            FalseAlarmsCommand.Create(terminal),
            CompletionCommand.Create(terminal),
            Verbose,
            LimitOption,
        };
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExampleHelp((SynchronousCommandLineAction)help.Action!);
        return root;
    }

    private static Option<string[]> CreateLimit()
    {
        var option = new Option<string[]>("--limit") { Description = $"Accept larger or only smaller files: NAME=N, with NAME one of {string.Join(", ", Limits.Names)}. May be repeated.", HelpName = "NAME=N", Recursive = true };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => ParseLimit(token.Value) is null))
                result.AddError($"--limit '{token.Value}': expected NAME=N, with NAME one of {string.Join(", ", Limits.Names)} and N 1 or more");
        });
        return option;
    }

    private static (string Name, long Value)? ParseLimit(string text) =>
        text.Split('=') is [string name, string number] && Limits.Names.Contains(name) && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value > 0 ? (name, value) : null;

    private static (int Code, string Message) Explain(Exception fault) => fault switch
    {
        UsageException => (ExitCode.Usage, fault.Message),
        BackendException => (ExitCode.BackendUnavailable, fault.Message),
        RefCnnException => (ExitCode.UnusableInput, fault.Message),
        OperationCanceledException => (ExitCode.Cancelled, "cancelled"),
        IOException or UnauthorizedAccessException => (ExitCode.UnusableInput, fault.Message),
        OutOfMemoryException => (ExitCode.UnusableInput, "there is not enough memory; smaller inputs, or a lower --limit elements=N, need less"),
        _ => (ExitCode.InternalError, $"internal error: {fault.GetType().Name}: {fault.Message} (--verbose shows where)"),
    };

    private static string Unknown(string token, Command command)
    {
        IEnumerable<Option> options = command.Options.Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options).Where(option => option.Recursive));
        IEnumerable<string> known = command.Subcommands.Select(other => other.Name).Concat(options.Where(option => !option.Hidden).Select(option => option.Name));
        string suggestion = NearestWord.Of(token, known) is { } nearest ? $"; did you mean {nearest}?" : "";
        return $"unknown command, option or argument '{token}'{suggestion}";
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");

    private static string PathOf(Command command) => command is RootCommand
        ? "refcnn"
        : string.Join(' ', command.Parents.OfType<Command>().Take(1).Select(PathOf).Append(command.Name));
}
