using System.CommandLine;
using System.CommandLine.Parsing;
using RefCnn.Conformance;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks;

namespace RefCnn.Cli.Commands;

/// <summary>The options that several commands have, each checked where it is parsed, so that a wrong value is a usage error.</summary>
internal static class SharedOptions
{
    /// <summary>The word for Markdown of <see cref="Format"/>.</summary>
    public const string Markdown = "markdown";

    /// <summary>Makes <c>--format</c>.</summary>
    public static Option<string> Format()
    {
        var option = new Option<string>("--format") { Description = "How results are printed: table, or markdown for the summary of a CI job.", HelpName = "FORMAT", DefaultValueFactory = _ => "table" };
        option.AcceptOnlyFromAmong("table", Markdown);
        return option;
    }

    /// <summary>Makes <c>--quiet</c>.</summary>
    /// <param name="kept">What is printed still.</param>
    public static Option<bool> Quiet(string kept) => new("--quiet") { Description = $"Print {kept}." };

    /// <summary>Makes <c>--json</c> of a command that prints one table.</summary>
    public static Option<bool> JsonInsteadOfTable() => new("--json") { Description = "Print JSON instead of a table." };

    /// <summary>Makes <c>--threads</c>.</summary>
    public static Option<int> Threads()
    {
        var option = new Option<int>("--threads") { Description = "How many threads to use; 0 for all processors.", HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int threads) && threads < 0)
                result.AddError($"--threads is {threads}; expected 0 or more");
        });
        return option;
    }

    /// <summary>Makes <c>--layers</c>.</summary>
    /// <param name="verb">What the command does with them, e.g. <c>Verify</c>.</param>
    public static Option<string[]> Layers(string verb)
    {
        Option<string[]> option = Several("--layers", $"{verb} the layer vectors of these kinds; of all kinds where none is named.", "KIND", ArgumentArity.ZeroOrMore);
        option.Validators.Add(DemandKinds);
        option.CompletionSources.Add([.. LayerKinds.All.Select(kind => kind.Name)]);
        return option;
    }

    /// <summary>Makes <c>--networks</c>.</summary>
    /// <param name="verb">What the command does with them, e.g. <c>Verify</c>.</param>
    public static Option<string[]> Networks(string verb)
    {
        Option<string[]> option = Several("--networks", $"{verb} these networks of the zoo end to end; all where none is named.", "NAME", ArgumentArity.ZeroOrMore);
        option.Validators.Add(DemandNetworks);
        option.CompletionSources.Add([.. Zoo.All.Select(network => network.Name)]);
        return option;
    }

    /// <summary>Makes an option that takes several values after one another.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it does.</param>
    /// <param name="each">What a value is called in the help.</param>
    /// <param name="arity">How many it takes.</param>
    public static Option<string[]> Several(string name, string description, string each, ArgumentArity arity) => new(name)
    {
        Description = description,
        HelpName = each,
        Arity = arity,
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>Makes <c>--vectors</c>.</summary>
    public static Option<string?> Vectors() => new("--vectors")
    {
        Description = "The directory of the vectors; otherwise REFCNN_VECTORS, or conformance/vectors above the working directory or the tool.",
        HelpName = "DIR",
    };

    /// <summary>Makes <c>--backend</c> for one backend.</summary>
    /// <param name="otherwise">The one that is taken where none is named; null for the reference.</param>
    public static Option<string> Backend(string? otherwise = null)
    {
        var option = new Option<string>("--backend")
        {
            Description = $"The engine: {string.Join(", ", BackendCatalog.Names)}.",
            HelpName = "NAME",
            DefaultValueFactory = _ => otherwise ?? BackendCatalog.All[0].Name,
        };
        option.Validators.Add(DemandBackends);
        option.CompletionSources.Add([.. BackendCatalog.Names]);
        return option;
    }

    /// <summary>Makes <c>--backend</c> for several backends.</summary>
    public static Option<string[]> Backends()
    {
        var option = new Option<string[]>("--backend")
        {
            Description = $"Only these engines, of {string.Join(", ", BackendCatalog.Names)}; otherwise {string.Join(", ", BackendCatalog.All.Select(BackendCatalog.NameOf))}. A word before a colon names all forms, but c is one itself.",
            HelpName = "NAME",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
        };
        option.Validators.Add(DemandBackends);
        option.CompletionSources.Add([.. BackendCatalog.Names]);
        return option;
    }

    /// <summary>Makes the argument that names layer kinds.</summary>
    public static Argument<string[]> Kinds()
    {
        var argument = new Argument<string[]>("KIND") { Description = "Only these layer kinds; otherwise all.", Arity = ArgumentArity.ZeroOrMore };
        argument.Validators.Add(DemandKinds);
        return argument;
    }

    /// <summary>Refuses tokens that name no layer kind.</summary>
    /// <param name="result">The option or argument.</param>
    public static void DemandKinds(SymbolResult result)
    {
        foreach (Token token in result.Tokens.Where(token => LayerKinds.Find(token.Value) is null))
            result.AddError($"unknown layer kind '{token.Value}'; expected one of {string.Join(", ", LayerKinds.All.Select(kind => kind.Name))}");
    }

    /// <summary>Refuses tokens that name no network of the zoo.</summary>
    /// <param name="result">The option or argument.</param>
    public static void DemandNetworks(SymbolResult result)
    {
        foreach (Token token in result.Tokens.Where(token => Zoo.All.All(network => network.Name != token.Value)))
            result.AddError($"unknown network '{token.Value}'; expected one of {string.Join(", ", Zoo.All.Select(network => network.Name))}");
    }

    /// <summary>Makes <c>--pages</c>.</summary>
    public static Option<string?> Pages() => new("--pages")
    {
        Description = "The directory of the kinds' pages, whose constraints must have refused cases; otherwise docs/layers beside conformance.",
        HelpName = "DIR",
    };

    /// <summary>The directory of the kinds' pages.</summary>
    /// <param name="given">What <see cref="Pages"/> says, or null.</param>
    /// <param name="vectors">The directory of the vectors.</param>
    public static string PageDirectory(string? given, string vectors) => given ?? Path.GetFullPath(Path.Combine(vectors, "..", "..", "docs", "layers"));

    /// <summary>The directory of the vectors.</summary>
    /// <param name="given">What <see cref="Vectors"/> says, or null.</param>
    /// <exception cref="RefCnnException">None was given, and there is none around.</exception>
    public static string VectorDirectory(string? given) =>
        given ?? Environment.GetEnvironmentVariable("REFCNN_VECTORS") ?? VectorFiles.FindDirectory();

    /// <summary>Refuses a file that cannot be written because its folder is not there, before anything is computed for it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="option">The option that names it.</param>
    /// <exception cref="RefCnnException">There is no such folder.</exception>
    public static void DemandFolderOf(string file, string option)
    {
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))))
            throw new RefCnnException($"{file}: its directory does not exist; create it, or name another {option} file");
    }

    private static void DemandBackends(SymbolResult result)
    {
        foreach (Token token in result.Tokens.Where(token => !BackendCatalog.Names.Contains(token.Value)))
            result.AddError($"unknown backend '{token.Value}'; expected one of {string.Join(", ", BackendCatalog.Names)}");
    }
}
