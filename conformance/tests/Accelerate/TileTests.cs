using RefCnn.Accelerate;
using RefCnn.Accelerate.Simd;
using RefCnn.Accelerate.Tiles;

namespace RefCnn.ConformanceTests.Accelerate;

/// <summary>Every size of register tile on every width of vector, against plain loops over whole numbers, which both compute without rounding.</summary>
public unsafe class TileTests
{
    private const float Canary = -12345;

    public static IEnumerable<object[]> Sizes =>
        from unit in VectorUnit.All()
        from vectors in Enumerable.Range(1, unit.MaximumVectors)
        from rows in Enumerable.Range(1, unit.MaximumRows(vectors))
        select (object[])[unit.Width, rows, vectors];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Tile_OfSegments_IsThePlainSumAndWritesNothingElse(int width, int rows, int vectors)
    {
        VectorUnit unit = VectorUnit.All().First(unit => unit.Width == width);
        foreach ((int first, int second) in ((int, int)[])[(1, 0), (3, 7), (4, 8), (16, 16), (17, 1)])
        {
            foreach (bool fresh in (bool[])[false, true])
            {
                Check(unit, rows, vectors, [new Segment(0, first), new Segment(40, second)], fresh, new Activation(1, float.NegativeInfinity, float.PositiveInfinity), whole: false);
                Check(unit, rows, vectors, [new Segment(5, first), new Segment(2, second)], fresh, new Activation(0.5f, -20, 30), whole: true);
            }
        }
    }

    private static void Check(VectorUnit unit, int rows, int vectors, Segment[] segments, bool fresh, Activation activation, bool whole)
    {
        const int StrideA = 67, Guard = 64;
        int columns = vectors * unit.Width, terms = (int)segments.Sum(segment => segment.Terms), strideC = (columns * 2) + 3;
        using AlignedBuffer a = Integers(rows * StrideA, 1), b = Integers((terms * columns) + Guard, 2), bias = Integers(columns, 3), residual = Integers(rows * strideC, 4);
        float[] c = new float[(rows * strideC) + (2 * Guard)];
        Array.Fill(c, Canary);
        fixed (float* start = c)
        fixed (Segment* list = segments)
        {
            var tile = new TileArguments
            {
                A = a.Data,
                RowStrideA = StrideA,
                Segments = list,
                SegmentCount = segments.Length,
                B = b.Data,
                C = start + Guard,
                RowStrideC = strideC,
                VectorStrideC = unit.Width * 2,
                Bias = whole ? bias.Data : null,
                Residual = whole ? residual.Data : null,
                RowStrideResidual = strideC,
                VectorStrideResidual = unit.Width * 2,
                Slope = activation.Slope,
                Minimum = activation.Minimum,
                Maximum = activation.Maximum,
            };
            unit.Tile(rows, vectors, fresh)(ref tile);
        }

        float[] expected = new float[c.Length];
        Array.Fill(expected, Canary);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                int place = (row * strideC) + (column / unit.Width * unit.Width * 2) + (column % unit.Width), k = 0;
                float sum = whole ? bias.Data[column] + residual.Data[place] : 0;
                foreach (Segment segment in segments)
                {
                    for (int i = 0; i < segment.Terms; i++, k++) sum += a.Data[(row * StrideA) + segment.Offset + i] * b.Data[(k * columns) + column];
                }

                expected[Guard + place] = Math.Clamp(sum < 0 ? sum * activation.Slope : sum, activation.Minimum, activation.Maximum);
            }
        }

        c.Should().Equal(expected);
    }

    private static AlignedBuffer Integers(int count, int seed)
    {
        var random = new Random(seed);
        return AlignedBuffer.Of(Enumerable.Range(0, count).Select(_ => (float)random.Next(-4, 5)).ToArray());
    }
}
