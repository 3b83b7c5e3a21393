using RefCnn.ConformanceTests.Cli;
using RefCnn.Core;
using RefCnn.Formats;
using RefCnn.Serialization;

namespace RefCnn.ConformanceTests.Robustness;

/// <summary>Disks that are full, folders that cannot be written to, compilers that are missing, runs that are killed: one line, the right exit code, and no half file.</summary>
public sealed class FaultTests : TemporaryFolder
{
    private readonly ToolProcess tool;

    public FaultTests() => tool = new ToolProcess(Directory.CreateDirectory(FileAt("tmp")).FullName);

    [Theory]
    [InlineData("y.onnx")]
    [InlineData("y.json")]
    [InlineData("y.c")]
    [InlineData("y.mlmodel")]
    [InlineData("y.mlpackage")]
    public async Task Convert_DiskIsFull_LeavesNothing(string name)
    {
        CliOutcome outcome = await tool.RunWithoutRoomAsync("convert", "--model", "zoo:squeezenet", "--output", FileAt(name));

        outcome.Code.Should().Be(3, outcome.Error);
        outcome.ErrorLines.Should().ContainSingle().Which.Should().MatchRegex("^refcnn: .*/y\\.[a-z]+: cannot be written: ");
        Left().Should().BeEmpty();
    }

    [Theory]
    [InlineData("y.npy")]
    [InlineData("y.png")]
    public async Task Run_DiskIsFull_LeavesNothing(string name)
    {
        string model = Path.Combine(Repository.Root, "conformance", "fixtures", "style.t7");
        NpyFile.Write(FileAt("x.npy"), NpyArray.Of(SeededTensor.Integers("noise", new Shape(1, 3, 64, 64), 255, 0)));
        CliOutcome outcome = await tool.RunWithoutRoomAsync("run", "--model", model, "--input-shape", "input=1x3x64x64", "--input", FileAt("x.npy"), "--output", FileAt(name));

        outcome.Code.Should().Be(3, outcome.Error);
        outcome.ErrorLines.Should().ContainSingle().Which.Should().Contain($"{name}: cannot be written: ");
        Left().Should().Equal("x.npy");
    }

    [Fact]
    public async Task Convert_FolderThatNobodyMayWriteTo_SaysSo()
    {
        CliOutcome outcome = await tool.RunAsync("convert", "--model", "zoo:squeezenet", "--output", "/proc/y.onnx");

        outcome.Code.Should().Be(3);
        outcome.ErrorLines.Should().ContainSingle().Which.Should().StartWith("refcnn: /proc/y.onnx: cannot be written: ");
    }

    [Fact]
    public async Task Convert_KilledWhileItWrites_LeavesTheFormerFile()
    {
        File.WriteAllText(FileAt("y.onnx"), "former");

        CliOutcome outcome = await tool.RunUntilKilledAsync("convert", "--model", "zoo:squeezenet", "--output", FileAt("y.onnx"));

        outcome.Code.Should().BeGreaterThan(128, "a signal ended it: {0}", outcome.Error);
        Left().Should().HaveCount(2).And.ContainMatch("y.onnx.*.tmp", "it was writing");
        File.ReadAllText(FileAt("y.onnx")).Should().Be("former");
    }

    [Fact]
    public async Task Convert_TwiceAtOnceToOneFile_MakesAWholeOne()
    {
        string[] convert = ["convert", "--model", "zoo:squeezenet", "--output", FileAt("y.onnx")];

        CliOutcome[] outcomes = await Task.WhenAll(tool.RunAsync(convert), tool.RunAsync(convert));

        outcomes.Should().AllSatisfy(outcome => outcome.Code.Should().Be(0, outcome.Error));
        ModelFormats.Load(FileAt("y.onnx"), new ImportOptions()).Network.Nodes.Should().NotBeEmpty();
        Left().Should().Equal("y.onnx");
    }

    [Theory]
    [InlineData("verify", "--networks", "vgg16", "--backend", "reference")]
    [InlineData("verify", "--layers", "--backend", "c:plain")]
    public async Task Command_Interrupted_EndsInOneLineAndLeavesNothing(params string[] command)
    {
        CliOutcome outcome = await tool.InterruptAsync(command);

        outcome.Code.Should().Be(130, outcome.Error);
        outcome.ErrorLines[^1].Should().Be("refcnn: cancelled");
        Left().Should().BeEmpty();
    }

    [Theory]
    [InlineData("y.onnx")]
    [InlineData("y.mlpackage")]
    public async Task Convert_InterruptedWhileItWrites_EndsAtOnceAndLeavesNothing(string output)
    {
        (CliOutcome outcome, TimeSpan taken) = await tool.InterruptAsync(_ => Left().Length > 0, "convert", "--model", "zoo:vgg16", "--output", FileAt(output));

        outcome.Code.Should().Be(130, outcome.Error);
        outcome.ErrorLines[^1].Should().Be("refcnn: cancelled");
        Left().Should().BeEmpty();
        taken.Should().BeLessThan(TimeSpan.FromSeconds(10), "writing it and reading it back would take longer");
    }

    [Theory]
    [InlineData("c")]
    [InlineData("c:plain")]
    public async Task Verify_NoCompiler_IsUnavailable(string backend)
    {
        CliOutcome outcome = await tool.With("CC", "/nonexistent/cc").RunAsync("verify", "--layers", "relu", "--backend", backend);

        outcome.Code.Should().Be(4);
        outcome.ErrorLines.Should().ContainSingle().Which.Should().Contain($"backend '{backend}' is unavailable: there is no C compiler");
    }

    [Theory]
    [InlineData("c:plain", "what the C compiler made cannot be loaded")]
    [InlineData("c", "no BLAS links with the C compiler")]
    public async Task Verify_CompilerThatMakesNoLibraries_SaysSo(string backend, string reason)
    {
        // What comes after -o becomes a text.
        File.WriteAllText(FileAt("cc"), "#!/bin/sh\nfor word; do [ \"$last\" = -o ] && echo text > \"$word\"; last=$word; done\nexit 0\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(FileAt("cc"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        CliOutcome outcome = await tool.With("CC", FileAt("cc")).RunAsync("verify", "--layers", "relu", "--backend", backend);

        outcome.Code.Should().Be(4, outcome.Error);
        outcome.ErrorLines.Should().ContainSingle().Which.Should().Contain(reason);
    }

    [Fact]
    public async Task Verify_BlasThatIsNoLibrary_IsPassedOverOrUnavailable()
    {
        File.WriteAllText(FileAt("libopenblas.so.0"), "text");
        File.WriteAllText(FileAt("libopenblas64.so.0"), "text");

        CliOutcome outcome = await tool.With("LD_LIBRARY_PATH", FileAt(string.Empty)).RunAsync("verify", "--layers", "dense", "--backend", "accelerate", "--gemm", "openblas");

        outcome.Code.Should().BeOneOf([0, 4], outcome.Error);
        outcome.Error.Should().NotContain("internal error");
    }

    // What .NET itself keeps among temporary files, the tool's process does not answer for.
    private string[] Left() =>
    [
        .. Directory.GetFileSystemEntries(FileAt(string.Empty)).Concat(Directory.GetFileSystemEntries(FileAt("tmp"), "refcnn*")).Select(entry => Path.GetFileName(entry)).Where(name => name != "tmp").Order(StringComparer.Ordinal),
    ];
}
