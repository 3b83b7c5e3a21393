using RefCnn.Core;
using RefCnn.Formats;
using RefCnn.Serialization;

namespace RefCnn.ConformanceTests.Caffe;

public class CaffeNetworkTests
{
    [SharedDataFact]
    public void Import_SqueezeNet_ComputesTheStoredScores() => SharedModelCheck.Check(
        "squeezenet-dc", "SqueezeNet_deploy.prototxt", Weights("squeezenet-dc", "squeezenet.caffemodel"), "chelsea.x.npy", "chelsea.y.npy");

    [SharedDataTheory]
    [InlineData("det1", 2)]
    [InlineData("det2", 2)]
    [InlineData("det3", 3)]
    public void Import_FaceCascade_ComputesTheStoredOutputs(string stage, int outputs)
    {
        Shape given = NpyFile.Read(SharedData.PathOf("mtcnn-caffe", $"{stage}.x.npy")).Shape;
        ImportOptions options = Weights("mtcnn-caffe", $"{stage}.caffemodel") with { InputShapes = new Dictionary<string, Shape> { ["data"] = given } };

        SharedModelCheck.Check("mtcnn-caffe", $"{stage}.prototxt", options, $"{stage}.x.npy", [.. Enumerable.Range(0, outputs).Select(output => $"{stage}.y{output}.npy")]);
    }

    [SharedDataFact]
    public void Import_FaceDetector_ComputesBothOutputsInTheOrderOfTheirNames() => SharedModelCheck.Check(
        "ultraface-rfb320",
        "RFB-320.prototxt",
        Weights("ultraface-rfb320", "RFB-320.caffemodel"),
        "version-RFB-320_simplified.x.npy",
        "version-RFB-320_simplified.y1.npy",
        "version-RFB-320_simplified.y0.npy");

    private static ImportOptions Weights(string folder, string file) => new(WeightsPath: SharedData.PathOf(folder, file));
}
