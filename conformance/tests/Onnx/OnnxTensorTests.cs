using Google.Protobuf;
using RefCnn.Core;
using RefCnn.Formats;
using RefCnn.Formats.Onnx;
using RefCnn.Formats.Onnx.Schema;
using DataType = RefCnn.Formats.Onnx.Schema.TensorProto.Types.DataType;

namespace RefCnn.ConformanceTests.Onnx;

public sealed class OnnxTensorTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("refcnn").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Decode_Float16InTypedField_IsReadAsBits() =>
        new OnnxTensor(null).Decode(new TensorProto { DataType = DataType.Float16, Dims = { 2 }, Int32Data = { 0x3C00, 0xC000 } })
            .ToSingle().Values.Should().Equal(1, -2);

    [Fact]
    public void Decode_Bfloat16InBytes_IsTheUpperHalfOfFloat32() =>
        new OnnxTensor(null).Decode(new TensorProto { DataType = DataType.Bfloat16, Dims = { 1 }, RawData = ByteString.CopyFrom(0xC0, 0x3F) })
            .ToSingle().Values.Should().Equal(1.5f);

    [Fact]
    public void Decode_SmallIntegersInBytes_KeepTheirSign() =>
        new OnnxTensor(null).Decode(new TensorProto { DataType = DataType.Int8, Dims = { 2 }, RawData = ByteString.CopyFrom(0xFF, 0x7F) })
            .ToInt64().Should().Equal(-1, 127);

    [Fact]
    public void Decode_TooFewBytes_IsRefused()
    {
        Action decode = () => new OnnxTensor(null).Decode(new TensorProto { Name = "w", DataType = DataType.Float, Dims = { 2 }, RawData = ByteString.CopyFrom(1, 2, 3, 4) });

        decode.Should().Throw<RefCnnException>().WithMessage("tensor 'w' has 4 bytes; expected 8*");
    }

    [Fact]
    public void Decode_Strings_AreRefused()
    {
        Action decode = () => new OnnxTensor(null).Decode(new TensorProto { Name = "w", DataType = DataType.String, Dims = { 1 } });

        decode.Should().Throw<RefCnnException>().WithMessage("tensor 'w' has element type String*");
    }

    [Fact]
    public void Import_ExternalData_IsReadFromItsOffset()
    {
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        File.WriteAllBytes(Path.Combine(folder, "data", "w.bin"), [9, 9, 9, 9, .. BitConverter.GetBytes(2f), .. BitConverter.GetBytes(3f)]);

        Sketch("data/w.bin", ("offset", "4"), ("length", "8")).Run(path: Path.Combine(folder, "m.onnx"))[0].Values.Should().Equal(3, 4);
    }

    [Theory]
    [InlineData("../w.bin")]
    [InlineData("data/../../w.bin")]
    [InlineData("..\\w.bin")]
    [InlineData("/etc/hostname")]
    [InlineData("C:\\w.bin")]
    public void Import_ExternalDataOutsideTheFolder_AreRefused(string location)
    {
        Action import = () => Sketch(location).Import(path: Path.Combine(folder, "m.onnx"));

        import.Should().Throw<ModelFormatException>().WithMessage("*expected a path inside the model's folder");
    }

    [Fact]
    public void Import_ExternalDataBehindALinkOutwards_AreRefused()
    {
        string outside = Path.Combine(Directory.CreateTempSubdirectory("refcnn").FullName, "w.bin");
        File.WriteAllBytes(outside, new byte[8]);
        File.CreateSymbolicLink(Path.Combine(folder, "w.bin"), outside);
        Action import = () => Sketch("w.bin").Import(path: Path.Combine(folder, "m.onnx"));

        import.Should().Throw<ModelFormatException>().WithMessage("*a link out of the model's folder*");
    }

    [Theory]
    [InlineData("offset", "4", "*only 8")]
    [InlineData("offset", "-4", "*expected a number of bytes")]
    [InlineData("offset", "9223372036854775807", "*only 8")]
    [InlineData("length", "4", "*expected 8")]
    public void Import_ExternalDataThatTheFileHasNot_AreRefused(string key, string value, string message)
    {
        File.WriteAllBytes(Path.Combine(folder, "w.bin"), new byte[8]);
        Action import = () => Sketch("w.bin", (key, value)).Import(path: Path.Combine(folder, "m.onnx"));

        import.Should().Throw<ModelFormatException>().WithMessage(message);
    }

    private static GraphSketch Sketch(string location, params (string Key, string Value)[] entries)
    {
        var tensor = new TensorProto { Name = "w", DataType = DataType.Float, Dims = { 2 }, DataLocation = TensorProto.Types.DataLocation.External };
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        foreach ((string key, string value) in entries) tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
        return new GraphSketch().Input("x", [2], 1, 1).Initializer(tensor).Node("Add", "x w", "y").Output("y");
    }
}
