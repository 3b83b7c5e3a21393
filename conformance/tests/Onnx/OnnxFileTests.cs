using Google.Protobuf;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats;
using RefCnn.Formats.Onnx;
using RefCnn.Formats.Onnx.Schema;
using DataType = RefCnn.Formats.Onnx.Schema.TensorProto.Types.DataType;

namespace RefCnn.ConformanceTests.Onnx;

public sealed class OnnxFileTests : IDisposable
{
    private const int Values = 600;

    private readonly string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Read_LongRawData_StayInTheFile()
    {
        byte[] model = Write(Model(DataType.Float, Values, Values * sizeof(float)));

        OnnxFile file = OnnxFile.Read(path);

        TensorProto weight = file.Model.Graph.Initializer.Should().ContainSingle().Subject;
        weight.RawData.Length.Should().Be(0);
        FilePart part = file.RawData.Should().ContainSingle().Subject!;
        byte[] bytes = new byte[part.Length];
        part.Read(bytes);
        bytes.Should().Equal(Bytes(Values * sizeof(float)));
        weight.RawData = ByteString.CopyFrom(bytes);
        file.Model.ToByteArray().Should().Equal(model);
    }

    [Theory]
    [InlineData(nameof(DataType.Float), 4)]
    [InlineData(nameof(DataType.Float16), 2)]
    [InlineData(nameof(DataType.Bfloat16), 2)]
    public void Load_LongRawData_AreThoseOfTheModelInMemory(string type, int size)
    {
        ModelProto model = Model(Enum.Parse<DataType>(type), Values, Values * size);
        Write(model);

        Network loaded = ModelFormats.Load(path, new ImportOptions()).Network;

        Network imported = OnnxImporter.Import(model, path, new ImportOptions()).Network;
        float[] expected = ConstantOf(imported), actual = ConstantOf(loaded);
        expected.Distinct().Count().Should().BeGreaterThan(100);
        actual.Select(BitConverter.SingleToInt32Bits).Should().Equal(expected.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Load_RawDataOfAnotherLength_AreRefused()
    {
        Write(Model(DataType.Float, Values, (Values * sizeof(float)) + 4));

        Loading().Should().Throw<ModelFormatException>().WithMessage("*tensor 'w' has 2404 bytes; expected 2400 for Float 600*");
    }

    [Fact]
    public void Load_FileCutAnywhere_IsRefused()
    {
        byte[] whole = Write(Model(DataType.Float, Values, Values * sizeof(float)));

        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Loading().Should().Throw<ModelFormatException>($"{length} of {whole.Length} bytes are there");
        }
    }

    private static float[] ConstantOf(Network network) => network.Nodes.Select(node => node.Layer).OfType<Constant>().Single().Value.ToSingle().Values;

    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)((i * 37) % 113))];

    // y = w, with w in raw data. The graph comes last, so that no part of the file is a whole model.
    private static ModelProto Model(DataType type, int values, int bytes) => new()
    {
        IrVersion = 8,
        Graph = new GraphProto
        {
            Name = "sum",
            Node = { new NodeProto { OpType = "Identity", Input = { "w" }, Output = { "y" } } },
            Initializer = { new TensorProto { Name = "w", DataType = type, Dims = { values }, RawData = ByteString.CopyFrom(Bytes(bytes)) } },
            Output = { new ValueInfoProto { Name = "y" } },
        },
    };

    private Action Loading() => () => ModelFormats.Load(path, new ImportOptions());

    private byte[] Write(ModelProto model)
    {
        byte[] bytes = model.ToByteArray();
        File.WriteAllBytes(path, bytes);
        return bytes;
    }
}
