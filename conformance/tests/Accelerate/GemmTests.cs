using RefCnn.Accelerate;
using RefCnn.Accelerate.Gemm;
using RefCnn.Core;

namespace RefCnn.ConformanceTests.Accelerate;

/// <summary>Every product of matrices that this machine has, against plain loops. Whole-number operands make the right result exact.</summary>
public unsafe class GemmTests
{
    // Strides are longer than rows, so that what lies between rows shows whether it was touched.
    private const int Gap = 5;
    private const float Canary = 12345;

    private static readonly Dictionary<string, IGemm> Present = FindPresent();

    private static readonly (int Rows, int Columns, int Terms)[] Sizes =
    [
        (1, 1, 1), (1, 48, 1), (2, 3, 5), (7, 47, 13), (8, 48, 16), (9, 49, 17), (16, 96, 255), (17, 97, 256), (31, 33, 257), (64, 1, 64), (1, 100, 300), (13, 127, 513),
    ];

    public static TheoryData<string, int, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, int, int>();
            foreach (string name in Present.Keys)
                foreach ((int rows, int columns, int terms) in Sizes) cases.Add(name, rows, columns, terms);
            return cases;
        }
    }

    public static TheoryData<string> Names => [.. Present.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Multiply_AwkwardSizes_EqualsPlainLoops(string name, int rows, int columns, int terms)
    {
        Matrix a = Matrix.Seeded("a", rows, terms), b = Matrix.Seeded("b", terms, columns), c = Matrix.Of(rows, columns, float.NaN);

        Multiply(Present[name], a, b, c, add: false);

        c.Values.Should().Equal(Product(a, b, Matrix.Of(rows, columns, 0)).Values);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Multiply_Adding_KeepsWhatWasThere(string name, int rows, int columns, int terms)
    {
        Matrix a = Matrix.Seeded("a", rows, terms), b = Matrix.Seeded("b", terms, columns), c = Matrix.Seeded("c", rows, columns);
        Matrix expected = Product(a, b, c);

        Multiply(Present[name], a, b, c, add: true);

        c.Values.Should().Equal(expected.Values);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Multiply_FromSeveralThreads_GivesTheSameBits(string name)
    {
        Matrix a = Matrix.Fractions("a", 61, 300), b = Matrix.Fractions("b", 300, 127), alone = Matrix.Of(61, 127, 0);
        Multiply(Present[name], a, b, alone, add: false);

        var together = new Matrix[8];
        Parallel.For(0, together.Length, i => Multiply(Present[name], a, b, together[i] = Matrix.Of(61, 127, 0), add: false));

        foreach (Matrix matrix in together) matrix.Values.Should().Equal(alone.Values);
    }

    [Fact]
    public void Find_NoSuchLibrary_IsNull() => BlasGemm.Find("absent", ["librefcnn-no-such-library.so.0"]).Should().BeNull();

    [Fact]
    public void Find_LibraryThatIsNoBlas_IsNull() =>
        BlasGemm.Find("not a BLAS", [OperatingSystem.IsWindows() ? "kernel32.dll" : OperatingSystem.IsMacOS() ? "libSystem.dylib" : "libc.so.6"]).Should().BeNull();

    // A build of OpenBLAS with 64-bit integers is called in another way, and stands beside the usual one.
    private static Dictionary<string, IGemm> FindPresent()
    {
        var present = Enum.GetValues<GemmLibrary>().Where(library => GemmTable.UnavailableReason(library) is null).ToDictionary(library => library.ToString(), GemmTable.Of);
        if (BlasGemm.Find("openblas", ["libopenblas64_.so.0", "libopenblas64.so.0"]) is { HasWideIntegers: true } wide) present["OpenBLAS, 64-bit integers"] = wide;
        return present;
    }

    private static void Multiply(IGemm gemm, Matrix a, Matrix b, Matrix c, bool add)
    {
        using var scratch = AlignedBuffer.OfZeros(gemm.ScratchOf(c.Rows, c.Columns, a.Columns) + 1);
        scratch.Data[scratch.Count - 1] = Canary;
        fixed (float* left = a.Values, right = b.Values, to = c.Values)
        {
            gemm.Multiply(c.Rows, c.Columns, a.Columns, new Rows(left, a.Stride), new Rows(right, b.Stride), new Rows(to, c.Stride), scratch.Data, add);
        }

        scratch.Data[scratch.Count - 1].Should().Be(Canary, "no more scratch memory is used than was asked for");
    }

    private static Matrix Product(Matrix a, Matrix b, Matrix addend)
    {
        Matrix c = Matrix.Of(a.Rows, b.Columns, 0);
        for (int row = 0; row < c.Rows; row++)
        {
            for (int column = 0; column < c.Columns; column++)
            {
                float sum = addend.Values[(row * addend.Stride) + column];
                for (int k = 0; k < a.Columns; k++) sum += a.Values[(row * a.Stride) + k] * b.Values[(k * b.Stride) + column];
                c.Values[(row * c.Stride) + column] = sum;
            }
        }

        return c;
    }

    private sealed record Matrix(int Rows, int Columns, float[] Values)
    {
        public int Stride => Columns + Gap;

        public static Matrix Of(int rows, int columns, float value) => Filled(rows, columns, (_, _) => value);

        public static Matrix Seeded(string name, int rows, int columns)
        {
            float[] whole = SeededTensor.Integers($"gemm/{name}", new Shape(rows, columns), 64, 0).Values;
            return Filled(rows, columns, (row, column) => whole[(row * columns) + column]);
        }

        public static Matrix Fractions(string name, int rows, int columns)
        {
            Matrix whole = Seeded(name, rows, columns);
            return whole with { Values = [.. whole.Values.Select(value => value / 3)] };
        }

        private static Matrix Filled(int rows, int columns, Func<int, int, float> value)
        {
            float[] values = new float[rows * (columns + Gap)];
            Array.Fill(values, Canary);
            for (int row = 0; row < rows; row++)
                for (int column = 0; column < columns; column++) values[(row * (columns + Gap)) + column] = value(row, column);
            return new Matrix(rows, columns, values);
        }
    }
}
