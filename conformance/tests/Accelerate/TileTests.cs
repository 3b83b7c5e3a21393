using RefCnn.Accelerate;
using RefCnn.Accelerate.Simd;
using RefCnn.Accelerate.Tiles;

namespace RefCnn.ConformanceTests.Accelerate;

/// <summary>Every size of register tile on every width of vector, against plain loops over whole numbers, which both compute without rounding.</summary>
public unsafe class TileTests
{
    private const float Canary = -12345;

    private static readonly Activation Clipped = new(0.5f, -20, 30);

    private delegate void Computation(ref TileArguments tile);

    public static IEnumerable<object[]> Sizes =>
        from unit in VectorUnit.All()
        from vectors in Enumerable.Range(1, unit.MaximumVectors)
        from rows in Enumerable.Range(1, unit.MaximumRows(vectors))
        select (object[])[unit.Width, rows, vectors];

    public static IEnumerable<object[]> Lines =>
        from unit in VectorUnit.All()
        from vectors in Enumerable.Range(1, unit.MaximumVectors)
        from rows in (int[])[unit.MaximumRows(vectors), (2 * unit.MaximumRows(vectors)) + 1]
        from gaps in (Gaps[])[new(1, 1), new(3, 2), new(unit.MaximumRows(vectors), 1), new(7, 7), new(50, 50)]
        select (object[])[unit.Width, rows, vectors, gaps.Every, gaps.First];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Tile_OfSegments_IsThePlainSumAndWritesNothingElse(int width, int rows, int vectors)
    {
        VectorUnit unit = UnitOf(width);
        foreach ((int first, int second) in ((int, int)[])[(1, 0), (3, 7), (4, 8), (16, 16), (17, 1)])
        {
            foreach (bool fresh in (bool[])[false, true])
            {
                Check(unit, rows, vectors, [new Segment(0, first), new Segment(40, second)], Activation.None, isWhole: false, default, (ref tile) => unit.Tile(rows, vectors, fresh)(ref tile));
                Check(unit, rows, vectors, [new Segment(5, first), new Segment(2, second)], Clipped, isWhole: true, default, (ref tile) => unit.Tile(rows, vectors, fresh)(ref tile));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Line_AcrossGaps_IsThePlainSumAndLeavesTheGaps(int width, int rows, int vectors, int gapEvery, int gapFirst)
    {
        VectorUnit unit = UnitOf(width);
        var line = new TileLine(unit, rows, vectors);
        var gaps = new Gaps(gapEvery, gapFirst);

        Check(unit, rows, vectors, [new Segment(3, 9)], Activation.None, isWhole: false, gaps, (ref tile) => line.Run(ref tile, isFresh: true));
        Check(unit, rows, vectors, [new Segment(3, 9)], Clipped, isWhole: true, gaps, (ref tile) => line.Run(ref tile, isFresh: false));
    }

    private static VectorUnit UnitOf(int width) => VectorUnit.All().First(unit => unit.Width == width);

    private static void Check(VectorUnit unit, int rows, int vectors, Segment[] segments, Activation activation, bool isWhole, Gaps gaps, Computation compute)
    {
        const int StrideA = 67, Guard = 64, Gap = 5, GapResidual = 2;
        int columns = vectors * unit.Width, terms = (int)segments.Sum(segment => segment.Terms), strideC = (columns * 2) + 3;
        using AlignedBuffer a = Integers(rows * StrideA, 1), b = Integers((terms * columns) + Guard, 2), bias = Integers(columns, 3), residual = Integers(rows * (strideC + GapResidual), 4);
        float[] c = new float[(rows * (strideC + Gap)) + (2 * Guard)];
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
                RowsOfLine = gaps.Every,
                RowsToGap = gaps.First,
                Gap = Gap,
                GapResidual = GapResidual,
                Bias = isWhole ? bias.Data : null,
                Residual = isWhole ? residual.Data : null,
                RowStrideResidual = strideC,
                VectorStrideResidual = unit.Width * 2,
                Slope = activation.Slope,
                Minimum = activation.Minimum,
                Maximum = activation.Maximum,
            };
            compute(ref tile);
        }

        float[] expected = new float[c.Length];
        Array.Fill(expected, Canary);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                int place = (row * strideC) + (column / unit.Width * unit.Width * 2) + (column % unit.Width), crossed = gaps.Before(row), k = 0;
                float sum = isWhole ? bias.Data[column] + residual.Data[place + (crossed * GapResidual)] : 0;
                foreach (Segment segment in segments)
                {
                    for (int i = 0; i < segment.Terms; i++, k++) sum += a.Data[(row * StrideA) + segment.Offset + i] * b.Data[(k * columns) + column];
                }

                expected[Guard + place + (crossed * Gap)] = Math.Clamp(sum < 0 ? sum * activation.Slope : sum, activation.Minimum, activation.Maximum);
            }
        }

        c.Should().Equal(expected);
    }

    private static AlignedBuffer Integers(int count, int seed)
    {
        var random = new Random(seed);
        return AlignedBuffer.Of(Enumerable.Range(0, count).Select(_ => (float)random.Next(-4, 5)).ToArray());
    }

    /// <summary>Where C has gaps between its rows: the first, and how many rows lie between two; none by default.</summary>
    private readonly record struct Gaps(int Every, int First)
    {
        public int Before(int row) => Every == 0 || row < First ? 0 : 1 + ((row - First) / Every);
    }
}
