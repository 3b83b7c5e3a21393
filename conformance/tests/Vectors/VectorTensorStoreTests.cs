using System.Text.Json;
using RefCnn.Conformance;
using RefCnn.Core;

namespace RefCnn.ConformanceTests.Vectors;

public class VectorTensorStoreTests
{
    [Fact]
    public void Read_Seeded_GivesTheFrozenValues() =>
        Read("""{"shape": [8], "seeded": {"name": "input", "limit": 16, "exponent": -2, "offset": 1}}""")
            .Values.Should().Equal(1.25f, 1.25f, 3.5f, 1.75f, 2, -3.75f, 2.5f, 2.75f);

    [Fact]
    public void Read_FullMantissa_GivesTheFrozenBits() =>
        Read("""{"shape": [4], "fullMantissa": {"name": "input", "exponent": 1}}""")
            .Values.Select(BitConverter.SingleToUInt32Bits).Should().Equal(0x404BAAF1u, 0xC06CD0A1u, 0xC0466CE3u, 0xC046C67Du);

    [Fact]
    public void Read_Seeded_IsSeededWithTheCaseAndTheName() =>
        Read("""{"shape": [3, 2], "seeded": {"name": "weight", "limit": 100, "exponent": 0}}""")
            .Values.Should().Equal(SeededTensor.Integers("conv2d/pinned/weight", new Shape(3, 2), 100, 0).Values);

    [Fact]
    public void Read_Fill_FillsTheShape() =>
        Read("""{"shape": [2, 2], "fill": "NaN"}""").Values.Should().HaveCount(4).And.OnlyContain(value => float.IsNaN(value));

    [Fact]
    public void Read_Scalar_HasNoExtents() =>
        Read("""{"shape": [], "values": [2.5]}""").Shape.Should().Be(Shape.Scalar);

    [Fact]
    public void Write_AnyTensor_ReadsBackTheSameBits()
    {
        var tensor = new Tensor<float>(new Shape(2, 4), [1.1f, -0f, float.NaN, float.NegativeInfinity, float.Epsilon, float.MaxValue, 3, -2]);

        Tensor<float> read = Read(Written(tensor));

        read.Shape.Should().Be(tensor.Shape);
        read.Values.Select(BitConverter.SingleToInt32Bits).Should().Equal(tensor.Values.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Write_OneValueThroughout_IsAFill()
    {
        var tensor = new Tensor<float>(new Shape(2, 2), [0.5f, 0.5f, 0.5f, 0.5f]);

        Written(tensor).Should().Be("""{"shape":[2,2],"fill":0.5}""");
    }

    private static Tensor<float> Read(string json) => new VectorTensorStore("conv2d/pinned").Read(JsonDocument.Parse(json).RootElement);

    private static string Written(Tensor<float> tensor)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) new VectorTensorStore("conv2d/pinned").Write(writer, tensor);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
