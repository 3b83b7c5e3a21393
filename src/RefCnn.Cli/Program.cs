using RefCnn.Conformance;
using RefCnn.Core;

if (args is not ["vectors", "rebuild" or "lint", .. string[] rest])
{
    Console.Error.WriteLine("usage: refcnn vectors rebuild|lint [--check] [--vectors DIR] [KIND…]");
    return 2;
}

try
{
    int option = Array.IndexOf(rest, "--vectors");
    string directory = option >= 0 && option + 1 < rest.Length ? rest[option + 1] : VectorFiles.FindDirectory();
    string[] kinds = [.. rest.Where((argument, index) => argument != "--check" && (option < 0 || (index != option && index != option + 1)))];
    if (args[1] == "lint")
    {
        var findings = VectorLinter.Lint(directory, Path.Combine(directory, "..", "..", "docs", "layers"), kinds);
        foreach (LintFinding finding in findings) Console.WriteLine($"{finding.File}: {finding.Message}");
        return findings.IsEmpty ? 0 : 1;
    }

    var changes = VectorRebuilder.Rebuild(directory, kinds, rest.Contains("--check"));
    foreach (VectorChange change in changes) Console.WriteLine($"{change.Id}: {change.What}{(change.Written ? " (written)" : "")}");
    return changes.All(change => change.Written) ? 0 : 1;
}
catch (RefCnnException fault)
{
    Console.Error.WriteLine(fault.Message);
    return 3;
}
