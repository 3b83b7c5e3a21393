using RefCnn.CoreML;

namespace RefCnn.InteropTests;

/// <summary>What a backend says of itself, wherever it is: these need no stand-ins.</summary>
public class CoreMlFormTests
{
    [Theory]
    [InlineData(CoreMlFormat.NeuralNetwork, CoreMlPrecision.Float32, ComputeUnits.Cpu, "coreml:mlmodel (cpu)")]
    [InlineData(CoreMlFormat.Program, CoreMlPrecision.Float16, ComputeUnits.CpuAndNeuralEngine, "coreml:mlpackage-float16 (cpu+ane)")]
    public void Name_TellsFormAndUnits(CoreMlFormat format, CoreMlPrecision precision, ComputeUnits units, string name) =>
        new CoreMlBackend(format, precision, units).Name.Should().Be(name);

    [Theory]
    [InlineData(CoreMlPrecision.Float32, ComputeUnits.Cpu, "float32")]
    [InlineData(CoreMlPrecision.Float32, ComputeUnits.All, "float16")]
    [InlineData(CoreMlPrecision.Float16, ComputeUnits.Cpu, "float16")]
    public void Precision_IsFloat32_OnlyWhereNothingIsFloat16(CoreMlPrecision precision, ComputeUnits units, string name) =>
        new CoreMlBackend(CoreMlFormat.NeuralNetwork, precision, units).Precision.Name.Should().Be(name);
}
