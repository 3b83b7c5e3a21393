using BenchmarkDotNet.Attributes;
using RefCnn.Accelerate;
using RefCnn.Accelerate.Gemm;

namespace RefCnn.Benchmarks;

/// <summary>Products of matrices of the sizes that convolutions unfold to, on one thread: outputs × (channels · taps) times (channels · taps) × places.</summary>
public unsafe class GemmBenchmarks : IDisposable
{
    private AlignedBuffer a = null!, b = null!, c = null!, scratch = null!;
    private IGemm gemm = null!;
    private (int Rows, int Columns, int Terms) size;

    /// <summary>The libraries that this machine has.</summary>
    public static IEnumerable<GemmLibrary> Libraries => Enum.GetValues<GemmLibrary>().Where(library => GemmTable.UnavailableReason(library) is null);

    /// <summary>Who multiplies.</summary>
    [ParamsSource(nameof(Libraries))]
    public GemmLibrary Library { get; set; }

    /// <summary>The convolution.</summary>
    [Params("64→64 3×3 @56", "3→64 7×7/2 @224", "256→256 3×3 @56", "512→512 3×3 @14", "1024→256 1×1 @14")]
    public string Convolution { get; set; } = "";

    /// <summary>Makes the matrices.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        size = SizeOf(Convolution);
        gemm = GemmTable.Of(Library);
        (a, b, c) = (AlignedBuffer.OfZeros((long)size.Rows * size.Terms), AlignedBuffer.OfZeros((long)size.Terms * size.Columns), AlignedBuffer.OfZeros((long)size.Rows * size.Columns));
        scratch = AlignedBuffer.OfZeros(gemm.ScratchOf(size.Rows, size.Columns, size.Terms));
        new Span<float>(a.Data, (int)a.Count).Fill(0.5f);
        new Span<float>(b.Data, (int)b.Count).Fill(0.25f);
    }

    /// <summary>Frees them.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        foreach (AlignedBuffer buffer in (AlignedBuffer[])[a, b, c, scratch]) buffer.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>C = A · B.</summary>
    [Benchmark]
    public void Multiply() =>
        gemm.Multiply(size.Rows, size.Columns, size.Terms, new Rows(a.Data, size.Terms), new Rows(b.Data, size.Columns), new Rows(c.Data, size.Columns), scratch.Data);

    /// <summary>Operations of one product, two a multiply-accumulate.</summary>
    /// <param name="convolution">The convolution.</param>
    internal static double OperationsOf(string convolution) => SizeOf(convolution) is var (rows, columns, terms) ? 2.0 * rows * columns * terms : 0;

    private static (int Rows, int Columns, int Terms) SizeOf(string convolution) => convolution switch
    {
        "64→64 3×3 @56" => (64, 56 * 56, 64 * 9),
        "3→64 7×7/2 @224" => (64, 112 * 112, 3 * 49),
        "256→256 3×3 @56" => (256, 56 * 56, 256 * 9),
        "512→512 3×3 @14" => (512, 14 * 14, 512 * 9),
        _ => (256, 14 * 14, 1024),
    };
}
