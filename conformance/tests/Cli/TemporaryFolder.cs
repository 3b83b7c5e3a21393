namespace RefCnn.ConformanceTests.Cli;

/// <summary>A folder of its own for a test, gone afterwards.</summary>
public abstract class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("refcnn-cli-");

    public void Dispose()
    {
        folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string FileAt(string name) => Path.Combine(folder.FullName, name);
}
