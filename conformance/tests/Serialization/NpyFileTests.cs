using System.Runtime.InteropServices;
using System.Text;
using NumSharp;
using RefCnn.Core;
using RefCnn.Serialization;
using Shape = RefCnn.Core.Shape;

namespace RefCnn.ConformanceTests.Serialization;

public sealed class NpyFileTests
{
    [Theory]
    [InlineData(NpyElement.Boolean, 1)]
    [InlineData(NpyElement.Int8, 1)]
    [InlineData(NpyElement.Int16, 2)]
    [InlineData(NpyElement.Int32, 4)]
    [InlineData(NpyElement.Int64, 8)]
    [InlineData(NpyElement.UInt8, 1)]
    [InlineData(NpyElement.UInt16, 2)]
    [InlineData(NpyElement.UInt32, 4)]
    [InlineData(NpyElement.UInt64, 8)]
    [InlineData(NpyElement.Float16, 2)]
    [InlineData(NpyElement.Float32, 4)]
    [InlineData(NpyElement.Float64, 8)]
    public void Write_EveryElementType_ReadsBackTheSame(NpyElement element, int size)
    {
        byte[] data = [.. Enumerable.Range(1, 6 * size).Select(i => (byte)i)];
        var stream = new MemoryStream();
        NpyFile.Write(stream, new NpyArray(element, new Shape(2, 3), data));
        stream.Position = 0;

        NpyArray read = NpyFile.Read(stream, "a.npy");

        read.Element.Should().Be(element);
        read.Shape.Should().Be(new Shape(2, 3));
        read.Data.ToArray().Should().Equal(data);
    }

    [Theory]
    [InlineData(NpyElement.Boolean, new byte[] { 7 }, 1)]
    [InlineData(NpyElement.Int8, new byte[] { 0xFE }, -2)]
    [InlineData(NpyElement.UInt8, new byte[] { 0xFE }, 254)]
    [InlineData(NpyElement.Int16, new byte[] { 0xFE, 0xFF }, -2)]
    [InlineData(NpyElement.UInt16, new byte[] { 0xFE, 0xFF }, 65534)]
    [InlineData(NpyElement.Int32, new byte[] { 0xFE, 0xFF, 0xFF, 0xFF }, -2)]
    [InlineData(NpyElement.UInt32, new byte[] { 0xFE, 0xFF, 0xFF, 0xFF }, 4294967294)]
    [InlineData(NpyElement.Int64, new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, -2)]
    [InlineData(NpyElement.UInt64, new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F }, 9223372036854775806)]
    public void ToInt64_EveryIntegerType_IsTheNumber(NpyElement element, byte[] data, long expected)
    {
        var array = new NpyArray(element, new Shape(1), data);

        array.ToInt64().Should().Equal(expected);
        array.ToDouble().Values.Should().Equal(expected);
    }

    [Fact]
    public void ToInt64_BeyondInt64_IsRefused() => FluentActions
        .Invoking(() => new NpyArray(NpyElement.UInt64, new Shape(1), [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]).ToInt64())
        .Should().Throw<RefCnnException>().WithMessage("an array of 1 holds 18446744073709551615; expected at most 9223372036854775807, the largest int64");

    [Fact]
    public void Array_OfAnotherLength_IsRefused() =>
        FluentActions.Invoking(() => new NpyArray(NpyElement.Int16, new Shape(2), new byte[3])).Should().Throw<RefCnnException>().WithMessage("3 bytes for an array of Int16 2; expected 4");

    [Fact]
    public void OfInt32_Values_AreKept() => NpyArray.OfInt32(new Shape(2), [-1, 7]).ToInt64().Should().Equal(-1, 7);

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 5 })]
    [InlineData(new[] { 2, 0, 3 })]
    [InlineData(new[] { 1, 2, 3, 2, 1, 2 })]
    public void Write_EveryRank_ReadsBackTheSame(int[] extents)
    {
        var shape = new Shape(extents);
        var stream = new MemoryStream();
        NpyFile.Write(stream, NpyArray.Of(new Tensor<double>(shape)));
        stream.Position = 0;

        NpyFile.Read(stream, "a.npy").Shape.Should().Be(shape);
    }

    [Fact]
    public void Write_Header_EndsAtAMultipleOf64()
    {
        var stream = new MemoryStream();
        NpyFile.Write(stream, NpyArray.Of(new Tensor<float>(new Shape(2, 3))));

        ((stream.Length - (6 * sizeof(float))) % 64).Should().Be(0);
    }

    [Fact]
    public void Write_Tensor_IsReadByNumSharp()
    {
        string path = Path.GetTempFileName();
        try
        {
            NpyFile.Write(path, NpyArray.Of(new Tensor<float>(new Shape(2, 3), [1, 2, 3, 4, 5.5f, -6])));

            var read = (NDArray)np.load(path);

            read.shape.Should().BeEquivalentTo([2, 3], options => options.WithStrictOrdering());
            read.GetData<float>().ToArray().Should().Equal(1, 2, 3, 4, 5.5f, -6);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Write_FolderAbsent_IsRefusedAndNamesThePath()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "a.npy");

        Action write = () => NpyFile.Write(path, NpyArray.OfInt64(new Shape(1), [1]));

        write.Should().Throw<RefCnnException>().WithMessage($"{path}: cannot be written*");
    }

    [Fact]
    public void Read_FortranOrder_IsTransposed() =>
        Read("{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3)}", AsBytes<short>([1, 4, 2, 5, 3, 6]))
            .ToInt64().Should().Equal(1, 2, 3, 4, 5, 6);

    [Fact]
    public void Read_BigEndian_IsSwapped() =>
        Read("{'descr': '>i4', 'fortran_order': False, 'shape': (2,)}", [0, 0, 1, 2, 0xFF, 0xFF, 0xFF, 0xFE])
            .ToInt64().Should().Equal(258, -2);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_EveryVersion_IsAccepted(byte major) =>
        Read("{\"shape\": (1,), 'fortran_order': False, 'descr': '<f4'}", AsBytes<float>([1.5f]), major).ToSingle()[0].Should().Be(1.5f);

    [Theory]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", "*a.npy: *object array*")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}", "*'<c8'*")]
    [InlineData("{'descr': '=f4', 'fortran_order': False, 'shape': (1,)}", "*'=f4'*")]
    [InlineData("{'descr': '|f4', 'fortran_order': False, 'shape': (1,)}", "*'|f4'*")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}", "*structured*")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}", "*True or False*")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", "*extent*")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1)}", "*','*")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,)}", "*too large*")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (65536, 65536)}", "*more than*elements*")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2000000000,)}", "*2000000000 has more than 268435456 elements*")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (250000000,)}", "*4 bytes follow*expected 1000000000*")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1)}", "*dimensions*")]
    [InlineData("{'descr': '<f4', 'fortran_order': False}", "*key missing*")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", "*again*")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}", "*'more'*")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} + x", "*only spaces*")]
    [InlineData("{'descr': '<f4", "*quoted string*")]
    [InlineData("", "*the header's end*")]
    public void Read_HostileHeader_IsRefusedInOneLine(string header, string message)
    {
        Action read = () => Read(header, new byte[4]);

        read.Should().Throw<RefCnnException>().WithMessage(message).Which.Message.Should().StartWith("a.npy: ").And.NotContain("\n");
    }

    [Fact]
    public void Read_UnseekableStreamTooShort_IsRefusedWithoutAllocatingItsClaim()
    {
        byte[] file = FileOf("{'descr': '<f8', 'fortran_order': False, 'shape': (250000000,)}", new byte[16], 1);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Action read = () => NpyFile.Read(new Unseekable(file), "a.npy");

        read.Should().Throw<RefCnnException>().WithMessage("a.npy: 16 bytes follow*");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(10_000_000);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Read_OtherNumberOfBytes_IsRefused(int bytes)
    {
        Action read = () => Read("{'descr': '<f4', 'fortran_order': False, 'shape': ()}", new byte[bytes]);

        read.Should().Throw<RefCnnException>().WithMessage($"a.npy: {bytes} bytes follow the header; expected 4*");
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 }, "*ends after 3 bytes*")]
    [InlineData(new byte[] { 0x50, 0x4B, 3, 4, 0, 0, 1, 0 }, "*504B*expected 934E*")]
    [InlineData(new byte[] { 0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 4, 0 }, "*version 4.0*")]
    [InlineData(new byte[] { 0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 2, 0, 0xFF, 0xFF, 0xFF, 0xFF }, "*4294967295 bytes*")]
    public void Read_HostilePreamble_IsRefused(byte[] file, string message)
    {
        Action read = () => NpyFile.Read(new MemoryStream(file), "a.npy");

        read.Should().Throw<RefCnnException>().WithMessage(message);
    }

    [Fact]
    public void ToInt64_Floats_AreRefused()
    {
        Action convert = () => NpyArray.Of(new Tensor<float>(new Shape(1))).ToInt64();

        convert.Should().Throw<RefCnnException>().WithMessage("*Float32*expected integers*");
    }

    [Fact]
    public void ToInt64_BeyondItsRange_IsRefused()
    {
        Action convert = () => new NpyArray(NpyElement.UInt64, new Shape(1), AsBytes<ulong>([1UL << 63])).ToInt64();

        convert.Should().Throw<RefCnnException>().WithMessage("*9223372036854775808*");
    }

    [Fact]
    public void ToDouble_Half_IsExact() =>
        new NpyArray(NpyElement.Float16, new Shape(2), AsBytes<Half>([(Half)0.333f, Half.NegativeInfinity])).ToDouble().Values
            .Should().Equal(0.3330078125, double.NegativeInfinity);

    private static NpyArray Read(string header, byte[] elements, byte major = 1) =>
        NpyFile.Read(new MemoryStream(FileOf(header, elements, major)), "a.npy");

    private static byte[] FileOf(string header, byte[] elements, byte major)
    {
        byte[] length = BitConverter.GetBytes(header.Length)[..(major == 1 ? 2 : 4)];
        return [0x93, .. "NUMPY"u8, major, 0, .. length, .. Encoding.ASCII.GetBytes(header), .. elements];
    }

    private static byte[] AsBytes<T>(T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();

    private sealed class Unseekable(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
