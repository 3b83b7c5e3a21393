using RefCnn.Core;
using RefCnn.Formats;
using RefCnn.Reference;
using RefCnn.Serialization;

namespace RefCnn.ConformanceTests.Onnx;

public class OnnxNetworkTests
{
    [SharedDataTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Import_DigitsOfCntk_ComputesThePublishedScores(int dataSet) =>
        Check("mnist-cntk", "mnist_8.onnx", $"mnist_8_{dataSet}.x.npy", $"mnist_8_{dataSet}.y.npy");

    [SharedDataFact]
    public void Import_FaceDetector_ComputesBothOutputs() => Check(
        "ultraface-rfb320",
        "version-RFB-320_simplified.onnx",
        "version-RFB-320_simplified.x.npy",
        "version-RFB-320_simplified.y0.npy",
        "version-RFB-320_simplified.y1.npy");

    [SharedDataFact]
    public void Import_StyleTransfer_ComputesTheStoredPicture() => Check("style-matta", "style.onnx", "chelsea.x.npy", "chelsea.y.npy");

    private static void Check(string folder, string model, string input, params string[] outputs)
    {
        Network network = ModelFormats.Load(SharedData.PathOf(folder, model), new ImportOptions()).Network;
        string name = network.Nodes[network.Inputs.Should().ContainSingle().Which].Name;
        using ICompiledNetwork compiled = new ReferenceBackend().Compile(network, new CompileOptions());

        RunResult result = compiled.Run(new Dictionary<string, Tensor<float>> { [name] = NpyFile.Read(SharedData.PathOf(folder, input)).ToSingle() });

        network.Outputs.Should().HaveCount(outputs.Length);
        for (int i = 0; i < outputs.Length; i++)
        {
            Tensor<double> expected = NpyFile.Read(SharedData.PathOf(folder, outputs[i])).ToDouble();
            Closeness.Check(result.Outputs[network.Outputs[i].Name], expected, network.Outputs[i].Name);
        }
    }
}
