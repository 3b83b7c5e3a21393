using RefCnn.Core;
using RefCnn.Formats;
using RefCnn.Formats.Caffe;
using RefCnn.Formats.Keras;
using RefCnn.Formats.Neutral;
using RefCnn.Formats.Onnx;
using RefCnn.Formats.Torch7;
using RefCnn.Serialization;

namespace RefCnn.ConformanceTests.Formats;

public class AbsentFileTests
{
    private static readonly Dictionary<string, Action<string>> Readers = new()
    {
        ["ONNX"] = path => OnnxImporter.Load(path, new ImportOptions()),
        ["prototxt"] = path => CaffeImporter.Load(path, new ImportOptions()),
        ["caffemodel"] = path => CaffeWeights.Load(path),
        ["Keras"] = path => KerasImporter.Load(path, new ImportOptions()),
        ["Torch7"] = path => TorchImporter.Load(path, new ImportOptions()),
        ["network"] = path => NetworkFile.Load(path, new ImportOptions()),
        ["safetensors"] = path => SafetensorsFile.Open(path),
        ["npy"] = path => NpyFile.Read(path),
        ["npz"] = path => NpzArchive.Open(path),
    };

    public static TheoryData<string> Names => [.. Readers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_FileThatIsNotThere_IsRefusedByItsName(string name) =>
        FluentActions.Invoking(() => Readers[name]("absent.file")).Should().Throw<RefCnnException>().WithMessage("*absent.file*cannot be read: *");
}
