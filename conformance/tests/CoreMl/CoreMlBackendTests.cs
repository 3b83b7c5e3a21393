using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML;

namespace RefCnn.ConformanceTests.CoreMl;

/// <summary>Apple's Core ML on any system; conformance/interop has the tests of its calls.</summary>
public class CoreMlBackendTests
{
    private const string Missing = "Core ML is a part of macOS and iOS, and this machine has no /usr/lib/libobjc.A.dylib";

    [Fact]
    public void Backend_SaysWhatIsMissing_ButOnMacOs() => new CoreMlBackend().UnavailableReason.Should().Be(OperatingSystem.IsMacOS() ? null : Missing);

    [Fact]
    public void Compile_ComputesOnMacOs_AndSaysElsewhereWhatIsMissing()
    {
        var builder = new NetworkBuilder("n");
        builder.Output("y", builder.Add("relu", new Relu(), builder.Input("x", new Shape(1, 1, 1, 2))));
        Func<float[]> run = () =>
        {
            using ICompiledNetwork compiled = new CoreMlBackend().Compile(builder.Build(), new CompileOptions());
            return compiled.Run(new Dictionary<string, Tensor<float>> { ["x"] = new(new Shape(1, 1, 1, 2), [-1, 2]) }).Outputs["y"].ToSingle().Values;
        };

        if (OperatingSystem.IsMacOS()) run().Should().Equal(0, 2);
        else run.Should().Throw<BackendException>().WithMessage($"backend 'coreml:mlmodel (cpu)' is unavailable: {Missing}");
    }
}
