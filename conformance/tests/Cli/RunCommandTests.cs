using System.Text.Json;
using RefCnn.Core;
using RefCnn.Pictures;
using RefCnn.Serialization;

namespace RefCnn.ConformanceTests.Cli;

public class RunCommandTests : TemporaryFolder
{
    private static readonly double[] Mixed = [1, 2, 3, 4, 5, 6, 10, 10, 10, 10, 10, 10, -11, -12, -13, -14, -15, -16];

    private readonly string model, input;

    public RunCommandTests()
    {
        model = FileAt("small.onnx");
        input = FileAt("x.npy");
        SmallModel.Write(model);
        NpyFile.Write(input, NpyArray.Of(SmallModel.Input()));
    }

    [Fact]
    public async Task Run_OneUnnamedOutputOfTwo_NumbersTheSecond()
    {
        CliOutcome outcome = await CliHost.RunAsync("run", "--model", model, "--input", input, "--output", FileAt("y.npy"));

        outcome.Code.Should().Be(0, outcome.Error);
        NpyFile.Read(FileAt("y.npy")).ToDouble().Values.Should().Equal(Mixed);
        NpyFile.Read(FileAt("y_1.npy")).ToDouble().Values.Should().Equal(Mixed.Select(value => Math.Max(value, 0)));
    }

    [Fact]
    public async Task Run_NamedOutput_WritesItAlone()
    {
        CliOutcome outcome = await CliHost.RunAsync("run", "--model", model, "--input", $"x={input}", "--output", $"rectified={FileAt("r.npy")}");

        outcome.Code.Should().Be(0, outcome.Error);
        NpyFile.Read(FileAt("r.npy")).ToDouble().Values.Should().Equal(Mixed.Select(value => Math.Max(value, 0)));
        Directory.GetFiles(FileAt("."), "*.npy").Should().HaveCount(2);
    }

    [Fact]
    public async Task Run_Json_IsTheDocumentedShape()
    {
        CliOutcome outcome = await CliHost.RunAsync("run", "--model", model, "--input", input, "--output", $"rectified={FileAt("r.npy")}", "--json");

        outcome.Code.Should().Be(0, outcome.Error);
        JsonElement run = JsonDocument.Parse(outcome.Output).RootElement;
        run.EnumerateObject().Select(member => member.Name).Should().Equal("network", "backend", "ms", "notes", "outputs");
        JsonElement output = run.GetProperty("outputs").EnumerateArray().Single();
        output.EnumerateObject().Select(member => member.Name).Should().Equal("name", "shape", "min", "mean", "max", "file");
        output.GetProperty("max").GetDouble().Should().Be(10);
    }

    [Fact]
    public async Task Run_Quiet_WritesItsFilesAndNothingElse()
    {
        CliOutcome outcome = await CliHost.RunAsync("run", "--model", model, "--input", input, "--output", FileAt("y.npy"), "--quiet");

        outcome.Should().Be(new CliOutcome(0, "", ""));
        File.Exists(FileAt("y.npy")).Should().BeTrue();
    }

    [Fact]
    public async Task Run_Dump_WritesEveryNode()
    {
        CliOutcome outcome = await CliHost.RunAsync("run", "--model", model, "--input", input, "--output", FileAt("y.npy"), "--dump", FileAt("taps"));

        outcome.Code.Should().Be(0, outcome.Error);
        Directory.GetFiles(FileAt("taps")).Select(Path.GetFileName).Order().Should().Equal("000_x.npy", "001_mixed.npy", "002_rectified.npy");
        NpyFile.Read(FileAt("taps/001_mixed.npy")).ToDouble().Values.Should().Equal(Mixed);
    }

    [Fact]
    public async Task Run_PictureOfAnotherSize_TakesTheInputsSizeAndSaysSo()
    {
        SmallModel.WriteCopier(model);
        Picture.Write(FileAt("in.png"), new Tensor<float>(new Shape(1, 3, 9, 12)).Map(_ => 100f), new PictureOptions());

        CliOutcome outcome = await CliHost.RunAsync("run", "--model", model, "--input", FileAt("in.png"), "--output", FileAt("out.png"));

        outcome.Code.Should().Be(0, outcome.Error);
        outcome.Output.Should().Contain("is read as 1×3×4×6, the shape of input 'picture'");
        Tensor<float> picture = Picture.Read(FileAt("out.png"), 3, new PictureOptions());
        picture.Shape.Should().Be(new Shape(1, 3, 4, 6));
        picture.Values.Should().AllBeEquivalentTo(100f);
    }

    [Fact]
    public async Task Run_ResizeToAnotherSizeThanTheInputs_IsRefused()
    {
        SmallModel.WriteCopier(model);
        Picture.Write(FileAt("in.png"), new Tensor<float>(new Shape(1, 3, 9, 12)), new PictureOptions());

        CliOutcome outcome = await CliHost.RunAsync("run", "--model", model, "--input", FileAt("in.png"), "--output", FileAt("out.png"), "--resize", "5x5");

        outcome.Code.Should().Be(3);
        outcome.Error.Should().Contain("the picture has 5×5 pixels; input 'picture' expects 4×6; use --resize model");
        File.Exists(FileAt("out.png")).Should().BeFalse();
    }

    [Theory]
    [InlineData(3, "absent.onnx: there is no such file", "--model", "absent.onnx", "--input", "x.npy", "--output", "y.npy")]
    [InlineData(3, "absent.npy: cannot be read", "--input", "absent.npy", "--output", "y.npy")]
    [InlineData(3, "input 'x' (1×2×2×3) has no file; give one with --input x=FILE", "--output", "y.npy")]
    [InlineData(2, "expected a file name that ends in .npy", "--input", "x.txt", "--output", "y.npy")]
    [InlineData(2, "--mean '1,x': 'x' is not a number", "--input", "x.npy", "--output", "y.npy", "--mean", "1,x")]
    [InlineData(2, "--resize '12': expected HEIGHTxWIDTH", "--input", "x.npy", "--output", "y.npy", "--resize", "12")]
    public async Task Run_UnusableArguments_WritesNothing(int code, string message, params string[] arguments)
    {
        string[] all = arguments.Contains("--model") ? arguments : ["--model", model, .. arguments];

        CliOutcome outcome = await CliHost.RunAsync(["run", .. all]);

        outcome.Code.Should().Be(code);
        outcome.Error.Should().Contain(message);
        outcome.Output.Should().BeEmpty();
        File.Exists("y.npy").Should().BeFalse();
    }

    [Fact]
    public async Task Run_InputOfAnotherShape_NamesInputAndBothShapes()
    {
        NpyFile.Write(input, NpyArray.Of(new Tensor<float>(new Shape(2, 2))));

        CliOutcome outcome = await CliHost.RunAsync("run", "--model", model, "--input", input, "--output", FileAt("y.npy"));

        outcome.Code.Should().Be(3);
        outcome.ErrorLines.Should().ContainSingle().Which.Should().Contain("input 'x'").And.Contain("2×2").And.Contain("1×2×2×3");
    }

    [Fact]
    public async Task Run_OutputThatDoesNotExist_ListsThoseThatDo()
    {
        CliOutcome outcome = await CliHost.RunAsync("run", "--model", model, "--input", input, "--output", $"z={FileAt("z.npy")}");

        outcome.Code.Should().Be(2);
        outcome.Error.Should().Contain("there is no output 'z'; the outputs are 'mixed', 'rectified'");
    }

    [Fact]
    public async Task Run_ModelThatIsNone_ExitsWith3InOneLine()
    {
        await File.WriteAllTextAsync(model, "not a model");

        CliOutcome outcome = await CliHost.RunAsync("run", "--model", model, "--input", input, "--output", FileAt("y.npy"));

        outcome.Code.Should().Be(3);
        outcome.ErrorLines.Should().ContainSingle().Which.Should().Contain("small.onnx: is not an ONNX model");
    }
}
