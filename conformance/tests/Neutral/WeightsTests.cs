using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using RefCnn.ConformanceTests.Cli;
using RefCnn.Core;
using RefCnn.Formats.Neutral;
using RefCnn.Serialization;

namespace RefCnn.ConformanceTests.Neutral;

public sealed class WeightsTests : TemporaryFolder
{
    [Fact]
    public void Read_Npz_GivesTheArrayOfThatName()
    {
        NpzArchive.Write(FileAt("w.npz"), [new("a/W", NpyArray.Of(new Tensor<float>(new Shape(2), [1, 2]))), new("b", NpyArray.Of(new Tensor<double>(new Shape(1), [3])))]);

        Read("w.npz", "a/W").Values.Should().Equal(1, 2);
        Read("w.npz", "b").Values.Should().Equal(3);
    }

    [Fact]
    public void Read_NpzWithoutTheName_SaysWhichThereAre()
    {
        NpzArchive.Write(FileAt("w.npz"), [new("a", NpyArray.Of(new Tensor<float>(new Shape(1))))]);

        Reading("w.npz", "z").Should().Throw<RefCnnException>().WithMessage("*w.npz: has no array 'z'; it has 'a'");
    }

    [Fact]
    public void Open_NpzThatExpandsFarBeyondItsSize_IsRefusedUnread()
    {
        using (var archive = ZipFile.Open(FileAt("w.npz"), ZipArchiveMode.Create))
        {
            using Stream entry = archive.CreateEntry("a.npy", CompressionLevel.Optimal).Open();
            byte[] chunk = new byte[1 << 20];
            for (int i = 0; i < 300; i++) entry.Write(chunk);
        }

        Reading("w.npz", "a").Should().Throw<RefCnnException>().WithMessage("*w.npz: expands to * bytes from *; expected at most 200 times as many*");
    }

    [Fact]
    public void Open_NpzWithANameTwice_IsRefused()
    {
        using (var archive = ZipFile.Open(FileAt("w.npz"), ZipArchiveMode.Create))
        {
            archive.CreateEntry("a.npy");
            archive.CreateEntry("a.npy");
        }

        Reading("w.npz", "a").Should().Throw<RefCnnException>().WithMessage("*w.npz: has two arrays named 'a.npy'*");
    }

    [Fact]
    public void Open_DamagedNpz_IsRefused()
    {
        File.WriteAllText(FileAt("w.npz"), "PK\u0003\u0004 and nothing more");

        Reading("w.npz", "a").Should().Throw<RefCnnException>().WithMessage("*w.npz: is not an .npz archive, or is damaged*");
    }

    [Fact]
    public void Open_OtherFile_IsRefused()
    {
        File.WriteAllText(FileAt("w.bin"), "something else altogether");

        Reading("w.bin", "a").Should().Throw<RefCnnException>().WithMessage("*w.bin: is no file of weights*");
    }

    [Fact]
    public void Read_Safetensors_DecodesEveryFloatType()
    {
        Safetensors(
            """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"b":{"dtype":"BF16","shape":[2],"data_offsets":[8,12]},"c":{"dtype":"F16","shape":[],"data_offsets":[12,14]}}""",
            0, 0, 0x80, 0x3F, 0, 0, 0x20, 0xC0, 0x40, 0x40, 0x80, 0xBF, 0, 0x3C);

        Read("w.safetensors", "a").Values.Should().Equal(1, -2.5f);
        Read("w.safetensors", "a").Shape.Should().Be(new Shape(1, 2));
        Read("w.safetensors", "b").Values.Should().Equal(3, -1);
        Read("w.safetensors", "c").Values.Should().Equal(1);
    }

    [Theory]
    [InlineData("BOOL", new byte[] { 7 }, 1)]
    [InlineData("I8", new byte[] { 0xFE }, -2)]
    [InlineData("U8", new byte[] { 0xFE }, 254)]
    [InlineData("I16", new byte[] { 0xFE, 0xFF }, -2)]
    [InlineData("U16", new byte[] { 0xFE, 0xFF }, 65534)]
    [InlineData("I32", new byte[] { 0xFE, 0xFF, 0xFF, 0xFF }, -2)]
    [InlineData("U32", new byte[] { 2, 0, 0, 0x80 }, 2147483650)]
    [InlineData("I64", new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, -2)]
    [InlineData("U64", new byte[] { 2, 0, 0, 0, 0, 0, 0, 0 }, 2)]
    [InlineData("F64", new byte[] { 0, 0, 0, 0, 0, 0, 0x04, 0x40 }, 2.5)]
    public void Read_Safetensors_DecodesEveryOtherType(string type, byte[] data, float expected)
    {
        Safetensors($"{{'a': {{'dtype': '{type}', 'shape': [1], 'data_offsets': [0, {data.Length}]}}}}".Replace('\'', '"'), data);

        Read("w.safetensors", "a").Values.Should().Equal(expected);
    }

    [Theory]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", "tensor 'a' lies at 0 to 4; expected two places inside the file's 4 bytes of data, 8 bytes apart for F32 2")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}", "tensor 'a' lies at 2 to 6")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}", "tensor 'a' lies at -4 to 0")]
    [InlineData("{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[4],\"data_offsets\":[0,4]}}", "tensor 'a' has the type 'F8_E4M3'; expected")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", "tensor 'a' has an extent that is negative")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536],\"data_offsets\":[0,4]}}", "tensor 'a': a shape 65536×65536 has more than")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", "tensor 'a' has no 'data_offsets'")]
    [InlineData("{\"b\":{}}", "has no tensor 'a'; it has 'b'")]
    [InlineData("{\"a\":{},\"a\":{}}", "has a header that is not valid JSON")]
    public void Read_WrongSafetensors_IsRefused(string header, string reason)
    {
        Safetensors(header, 0, 0, 0, 0);

        Reading("w.safetensors", "a").Should().Throw<RefCnnException>().WithMessage($"*w.safetensors: {reason}*");
    }

    [Fact]
    public void Open_SafetensorsWithAHeaderBeyondTheFile_IsRefusedBeforeAllocation()
    {
        byte[] file = new byte[9];
        BinaryPrimitives.WriteUInt64LittleEndian(file, 90_000_000);
        file[8] = (byte)'{';
        File.WriteAllBytes(FileAt("w.safetensors"), file);

        Reading("w.safetensors", "a").Should().Throw<RefCnnException>().WithMessage("*states a header of 90000000 bytes; expected at most 1");
    }

    private Tensor<float> Read(string file, string name)
    {
        using IWeights weights = Weights.Open(FileAt(file));
        return weights.Read(name);
    }

    private Action Reading(string file, string name) => () => Read(file, name);

    private void Safetensors(string header, params byte[] data)
    {
        byte[] length = new byte[8], text = Encoding.UTF8.GetBytes(header);
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
        File.WriteAllBytes(FileAt("w.safetensors"), [.. length, .. text, .. data]);
    }
}
