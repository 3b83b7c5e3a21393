using System.Globalization;
using RefCnn.ConformanceTests.Hostile;
using SharpFuzz;

// The readers of the hostile tests under coverage-guided fuzzing. run.sh calls it, and afl-fuzz, which tells by the libraries' instrumentation which files go new ways.
switch (args)
{
    case ["list"]:
        foreach (Reader reader in Reader.All) Console.WriteLine(reader.FileName);
        return 0;
    case ["prepare", string folder]:
        Prepare(folder);
        return 0;
    case ["run", string name, string folder]:
        var trial = new Trial(Array.Find(Reader.All, reader => reader.FileName == name)!, folder);
        Fuzzer.OutOfProcess.Run(trial.Read);
        return 0;
    default:
        Console.Error.WriteLine("expected list, prepare FOLDER, or run READER FOLDER");
        return 2;
}

// The program again, with libraries that tell where they have been, and files to start from.
static void Prepare(string folder)
{
    string program = Path.Combine(folder, "program");
    foreach (string file in Directory.GetFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories))
    {
        string copy = Path.Combine(program, Path.GetRelativePath(AppContext.BaseDirectory, file));
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        File.Copy(file, copy, overwrite: true);
    }

    foreach (string library in (string[])["RefCnn.Core", "RefCnn.Serialization", "RefCnn.Formats", "RefCnn.CoreML", "RefCnn.Pictures", "Google.Protobuf"])
        Fuzzer.Instrument(Path.Combine(program, $"{library}.dll"), _ => true, Options.Value);

    foreach (Reader reader in Reader.All)
    {
        string seeds = Directory.CreateDirectory(Path.Combine(folder, "seeds", reader.FileName)).FullName;
        for (int i = 0; i < reader.Seeds.Value.Length; i++) File.WriteAllBytes(Path.Combine(seeds, i.ToString(CultureInfo.InvariantCulture)), reader.Seeds.Value[i]);
    }
}
