using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML;
using RefCnn.CoreML.Native;
using RefCnn.CoreML.Native.Framework;
using RefCnn.InteropTests.StandIns;

namespace RefCnn.InteropTests;

/// <summary>The whole path: file, compile, load, predict, copy.</summary>
public class CoreMlBackendTests : StandInTests
{
    public static TheoryData<int, int, int, int> Layouts
    {
        get
        {
            var layouts = new TheoryData<int, int, int, int>();
            foreach (MLMultiArrayDataType type in Enum.GetValues<MLMultiArrayDataType>())
            {
                foreach ((int leadingOnes, int innerStride, int rowAlignment) in new[] { (0, 1, 1), (1, 1, 16), (0, 1, 32), (1, 3, 1), (0, 2, 64) })
                    layouts.Add((int)type, leadingOnes, innerStride, rowAlignment);
            }

            return layouts;
        }
    }

    [StandInFact]
    public void Backend_WithCoreMl_IsAvailable() => new CoreMlBackend().UnavailableReason.Should().BeNull();

    [StandInTheory]
    [InlineData(CoreMlFormat.NeuralNetwork)]
    [InlineData(CoreMlFormat.Program)]
    public void Run_OfTwoInputs_GivesEveryOutput(CoreMlFormat format)
    {
        using ICompiledNetwork compiled = new CoreMlBackend(format: format).Compile(Sketch.SumAndDifference(), new CompileOptions());

        RunResult result = compiled.Run(new Dictionary<string, Tensor<float>>
        {
            ["left/side"] = Sketch.Counting(1, 2, 2, 2),
            ["right side"] = new Tensor<float>(new Shape(1, 2, 2, 2), [10, 20, 30, 40, 50, 60, 70, 80]),
        });

        result.Outputs["total"].ToDouble().Values.Should().Equal(11, 22, 33, 44, 55, 66, 77, 88);
        result.Outputs["gap"].ToDouble().Values.Should().Equal(1, 2, 3, 4, 5, 6, 7, 8);
    }

    [StandInFact]
    public void Run_WithTaps_GivesInnerValuesAndInputs()
    {
        Network network = Sketch.SumAndDifference();
        using ICompiledNetwork compiled = new CoreMlBackend().Compile(network, new CompileOptions().WithAllTaps(network));
        Tensor<float> ones = new(new Shape(1, 2, 2, 2), [1, 1, 1, 1, 1, 1, 1, 1]);

        IReadOnlyDictionary<string, Tensor> taps = compiled.Run(new Dictionary<string, Tensor<float>> { ["left/side"] = Sketch.Counting(1, 2, 2, 2), ["right side"] = ones }).Taps;

        taps.Keys.Should().BeEquivalentTo("left/side", "right side", "sum", "difference");
        taps["sum"].ToDouble().Values.Should().Equal(2, 3, 4, 5, 6, 7, 8, 9);
    }

    [StandInFact]
    public void Run_OfAnotherShape_IsRefusedBeforeCoreMl()
    {
        using ICompiledNetwork compiled = new CoreMlBackend().Compile(Sketch.Doubling(1, 1, 2, 2), new CompileOptions());
        StandInLibrary.Fail(Stage.Predict, 9);

        Action run = () => compiled.Run(Sketch.Values(Sketch.Counting(1, 1, 2, 3)));

        run.Should().Throw<RefCnnException>().WithMessage("*expected 1×1×2×2");
    }

    [StandInTheory]
    [InlineData(ComputeUnits.Cpu)]
    [InlineData(ComputeUnits.CpuAndGpu)]
    [InlineData(ComputeUnits.All)]
    [InlineData(ComputeUnits.CpuAndNeuralEngine)]
    public void Units_AreWhatTheModelIsLoadedWith(ComputeUnits units)
    {
        using ICompiledNetwork compiled = new CoreMlBackend(units: units).Compile(Sketch.Doubling(1, 2), new CompileOptions());

        PortableEngine.LastUnits.Should().Be(units);
    }

    [StandInFact]
    public void NeuralEngine_OnAnOldSystem_IsUnavailable()
    {
        StandInLibrary.SetNewSystem(0);

        new CoreMlBackend(units: ComputeUnits.CpuAndNeuralEngine).UnavailableReason.Should().Contain("macOS 13");
        new CoreMlBackend().UnavailableReason.Should().BeNull();
    }

    [StandInTheory]
    [InlineData((int)Stage.Compile, "Core ML cannot compile network 'doubling': set to fail (com.apple.CoreML 41); caused by: by a test (com.apple.CoreML 42)")]
    [InlineData((int)Stage.Load, "Core ML cannot load network 'doubling': set to fail (com.apple.CoreML 41); caused by: by a test (com.apple.CoreML 42)")]
    [InlineData((int)Stage.Predict, "Core ML cannot run network 'doubling': set to fail (com.apple.CoreML 41); caused by: by a test (com.apple.CoreML 42)")]
    public void Failure_OfAStage_HasDomainCodeAndCause(int stage, string message)
    {
        StandInLibrary.Fail((Stage)stage, 41);
        Action run = RunDoubling;

        CoreMlErrorException error = run.Should().Throw<CoreMlErrorException>().Which;

        error.Message.Should().Be(message);
        error.Domain.Should().Be("com.apple.CoreML");
        error.Code.Should().Be(41);
        CompiledModelCache.Shared.Count.Should().Be(0, "a model that failed is deleted");
    }

    [StandInTheory]
    [InlineData(CoreMlFormat.NeuralNetwork)]
    [InlineData(CoreMlFormat.Program)]
    public void Run_OfFloat16_ComputesWithRoundedWeights(CoreMlFormat format)
    {
        var builder = new NetworkBuilder("scaling");
        int input = builder.Input("values", new Shape(1, 1, 1, 2));
        builder.Output("scaled", builder.Add("scale", new Conv2D(Window2D.Of(1), new Tensor<float>(new Shape(1, 1, 1, 1), [1.0001f])), input));
        using ICompiledNetwork compiled = new CoreMlBackend(format, CoreMlPrecision.Float16).Compile(builder.Build(), new CompileOptions());

        Tensor output = compiled.Run(Sketch.Values(new Tensor<float>(new Shape(1, 1, 1, 2), [1, 2]))).Outputs["scaled"];

        output.ToDouble().Values.Should().Equal([1, 2], "1.0001 is 1 in float16");
    }

    [StandInFact]
    public void Output_ThatCoreMlDidNotMake_IsNamed()
    {
        PortableEngine.RenamesOutputs = true;
        Action run = RunDoubling;

        run.Should().Throw<CoreMlException>().WithMessage("*'doubled'*");
    }

    [StandInFact]
    public void Output_OfUnknownElementType_IsRefused()
    {
        StandInLibrary.SetLayout(new OutputLayout(DataType: 131080, LeadingOnes: 0, InnerStride: 1, RowAlignment: 1));
        Action run = RunDoubling;

        run.Should().Throw<CoreMlException>().WithMessage("*'doubled'*131080*");
    }

    [StandInTheory]
    [MemberData(nameof(Layouts))]
    public void Output_OfEveryLayout_IsCopiedByStridesAndType(int type, int leadingOnes, int innerStride, int rowAlignment)
    {
        StandInLibrary.SetLayout(new OutputLayout(type, leadingOnes, innerStride, rowAlignment));
        using ICompiledNetwork compiled = new CoreMlBackend().Compile(Sketch.Doubling(1, 2, 3, 5), new CompileOptions());

        Tensor output = compiled.Run(Sketch.Values(Sketch.Counting(1, 2, 3, 5))).Outputs["doubled"];

        output.Shape.Should().Be(new Shape(1, 2, 3, 5));
        output.ToDouble().Values.Should().Equal(Enumerable.Range(1, 30).Select(i => 2.0 * i));
        (output is Tensor<float>).Should().Be((MLMultiArrayDataType)type is MLMultiArrayDataType.Float16 or MLMultiArrayDataType.Float32);
    }

    private static void RunDoubling()
    {
        using ICompiledNetwork compiled = new CoreMlBackend().Compile(Sketch.Doubling(1, 1, 2, 2), new CompileOptions());
        compiled.Run(Sketch.Values(Sketch.Counting(1, 1, 2, 2)));
    }
}
