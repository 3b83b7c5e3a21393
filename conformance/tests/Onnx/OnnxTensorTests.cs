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

    [Theory]
    [InlineData(nameof(DataType.Double), new byte[] { 0, 0, 0, 0, 0, 0, 0x04, 0x40 }, 2.5)]
    [InlineData(nameof(DataType.Bool), new byte[] { 7 }, 1)]
    [InlineData(nameof(DataType.Uint8), new byte[] { 0xFE }, 254)]
    [InlineData(nameof(DataType.Int16), new byte[] { 0xFE, 0xFF }, -2)]
    [InlineData(nameof(DataType.Uint16), new byte[] { 0xFE, 0xFF }, 65534)]
    [InlineData(nameof(DataType.Int32), new byte[] { 0xFE, 0xFF, 0xFF, 0xFF }, -2)]
    [InlineData(nameof(DataType.Uint32), new byte[] { 0xFE, 0xFF, 0xFF, 0xFF }, 4294967294)]
    [InlineData(nameof(DataType.Int64), new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, -2)]
    [InlineData(nameof(DataType.Uint64), new byte[] { 2, 0, 0, 0, 0, 0, 0, 0 }, 2)]
    public void Decode_BytesOfAnyType_IsTheNumber(string type, byte[] bytes, double expected) =>
        new OnnxTensor(null).Decode(new TensorProto { DataType = Enum.Parse<DataType>(type), Dims = { 1 }, RawData = ByteString.CopyFrom(bytes) }).ToDouble().Should().Equal(expected);

    [Fact]
    public void Decode_FieldsOfAnyType_AreTheNumbers()
    {
        (TensorProto Tensor, double Expected)[] cases =
        [
            (new TensorProto { DataType = DataType.Bfloat16, Int32Data = { 0x3FC0 } }, 1.5),
            (new TensorProto { DataType = DataType.Uint64, Uint64Data = { 7 } }, 7),
            (new TensorProto { DataType = DataType.Uint32, Uint64Data = { 7 } }, 7),
            (new TensorProto { DataType = DataType.Bool, Int32Data = { 3 } }, 1),
            (new TensorProto { DataType = DataType.Int8, Int32Data = { -3 } }, -3),
            (new TensorProto { DataType = DataType.Double, DoubleData = { 0.1 } }, 0.1),
        ];
        foreach ((TensorProto tensor, double expected) in cases)
        {
            tensor.Dims.Add(1);
            new OnnxTensor(null).Decode(tensor).ToDouble().Should().Equal([expected], "{0}", tensor.DataType);
        }
    }

    [Theory]
    [InlineData(-1, "tensor 'w' has extent -1 along axis 0; expected 0 to 2147483647")]
    [InlineData(2, "tensor 'w' has 1 values; expected 2 for a shape of 2")]
    [InlineData(1, "tensor 'w' holds 18446744073709551615; expected at most 9223372036854775807, the largest int64")]
    public void Decode_WhatCannotBe_IsRefused(long extent, string message) =>
        FluentActions.Invoking(() => new OnnxTensor(null).Decode(new TensorProto { Name = "w", DataType = DataType.Uint64, Dims = { extent }, Uint64Data = { ulong.MaxValue } }))
            .Should().Throw<RefCnnException>().WithMessage(message);

    [Fact]
    public void Decode_ExternalDataOfAModelInMemory_AreRefused() =>
        FluentActions.Invoking(() => new OnnxTensor(null).Decode(new TensorProto { Name = "w", DataType = DataType.Float, Dims = { 1 }, DataLocation = TensorProto.Types.DataLocation.External }))
            .Should().Throw<RefCnnException>().WithMessage("tensor 'w' keeps its data in another file, and the model has no folder to find it in");

    [Fact]
    public void Import_ExternalDataThatAreNotThere_AreRefused() =>
        FluentActions.Invoking(() => Sketch("absent.bin").Import(path: Path.Combine(folder, "m.onnx"))).Should().Throw<ModelFormatException>().WithMessage("*tensor 'w' has its data in 'absent.bin', and there is no such file beside the model");

    [Fact]
    public void FilePart_OfAFileThatIsCutOrGone_IsRefused()
    {
        string path = Path.Combine(folder, "w.bin");
        File.WriteAllBytes(path, new byte[4]);

        FluentActions.Invoking(() => new FilePart(path, 2, 4).Read(new byte[4])).Should().Throw<RefCnnException>().WithMessage($"'{path}' ends at byte 4; it was cut while it was read");
        File.Delete(path);
        FluentActions.Invoking(() => new FilePart(path, 2, 4).Read(new byte[4])).Should().Throw<RefCnnException>().WithMessage($"'{path}' cannot be read: *");
    }

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
