using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using RefCnn.Accelerate.Convolution;
using RefCnn.Accelerate.Pooling;
using RefCnn.Accelerate.Tiles;
using RefCnn.Core;

namespace RefCnn.Accelerate.Simd;

/// <summary>The vectors of a machine, and the loops compiled for them.</summary>
internal abstract unsafe class VectorUnit
{
    /// <summary>The widest that this machine has.</summary>
    public static VectorUnit Best { get; } = All().First();

    /// <summary>Values in a vector; also the channels that a blocked layout keeps side by side.</summary>
    public abstract int Width { get; }

    /// <summary>The most vectors that a tile may have.</summary>
    public abstract int MaximumVectors { get; }

    /// <summary>Computes a row of a depthwise convolution; see <see cref="DepthwiseRow{TSimd, TVector}"/>.</summary>
    public abstract delegate*<ref DepthwiseRowArguments, void> DepthwiseRow { get; }

    /// <summary>Computes a row of sums; see <see cref="PoolRow{TSimd, TVector, TJoin}"/>.</summary>
    public abstract delegate*<ref PoolRowArguments, void> SumRow { get; }

    /// <summary>Computes a row of largest values; see <see cref="PoolRow{TSimd, TVector, TJoin}"/>.</summary>
    public abstract delegate*<ref PoolRowArguments, void> MaximumRow { get; }

    /// <summary>Every unit that this machine has, the widest first.</summary>
    public static IEnumerable<VectorUnit> All()
    {
        if (Vector512.IsHardwareAccelerated) yield return new VectorUnit<Simd512, Vector512<float>>(registers: 32);
        if (Vector256.IsHardwareAccelerated) yield return new VectorUnit<Simd256, Vector256<float>>(registers: 16);
        yield return new VectorUnit<Simd128, Vector128<float>>(AdvSimd.IsSupported ? 32 : 16);
    }

    /// <summary>Computes a tile's transformed input; see <see cref="WinogradTransforms{TSimd, TVector, TLine}"/>.</summary>
    /// <param name="tile">The tile.</param>
    public abstract delegate*<float*, nint, nint, float*, nint, float*, void> WinogradInput(WinogradTile tile);

    /// <summary>Computes a tile's outputs; see <see cref="WinogradTransforms{TSimd, TVector, TLine}"/>.</summary>
    /// <param name="tile">The tile.</param>
    public abstract delegate*<float*, nint, ref WinogradOutputs, float*, void> WinogradOutput(WinogradTile tile);

    /// <summary>The most rows of a tile with so many vectors, whose accumulators all have a register.</summary>
    /// <param name="vectors">Vectors: 1 to <see cref="MaximumVectors"/>.</param>
    public abstract int MaximumRows(int vectors);

    /// <summary>The loop for one size of tile.</summary>
    /// <param name="rows">Rows: 1 to <see cref="MaximumRows"/>.</param>
    /// <param name="vectors">Vectors: 1 to <see cref="MaximumVectors"/>.</param>
    /// <param name="fresh">Whether B is read for the first time, and so probably from memory.</param>
    public abstract delegate*<ref TileArguments, void> Tile(int rows, int vectors, bool fresh = false);
}

/// <summary>One kind of vectors.</summary>
/// <typeparam name="TSimd">The operations.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
/// <param name="registers">How many the machine has.</param>
internal sealed unsafe class VectorUnit<TSimd, TVector>(int registers) : VectorUnit
    where TSimd : ISimd<TVector>
    where TVector : unmanaged
{
    public override int Width => TSimd.Width;

    public override int MaximumVectors => registers == 32 ? 4 : 3;

    public override delegate*<ref DepthwiseRowArguments, void> DepthwiseRow => &DepthwiseRow<TSimd, TVector>.Run;

    public override delegate*<ref PoolRowArguments, void> SumRow => &PoolRow<TSimd, TVector, SumJoin<TSimd, TVector>>.Run;

    public override delegate*<ref PoolRowArguments, void> MaximumRow => &PoolRow<TSimd, TVector, MaximumJoin<TSimd, TVector>>.Run;

    public override delegate*<float*, nint, nint, float*, nint, float*, void> WinogradInput(WinogradTile tile) => tile.Sums switch
    {
        SumAlgorithm.Winograd2x2Of2x2 => &WinogradTransforms<TSimd, TVector, TwoByTwoOf2x2Line<TSimd, TVector>>.Input,
        SumAlgorithm.Winograd4x4Of2x2 => &WinogradTransforms<TSimd, TVector, FourByFourOf2x2Line<TSimd, TVector>>.Input,
        SumAlgorithm.Winograd2x2Of3x3 => &WinogradTransforms<TSimd, TVector, TwoByTwoOf3x3Line<TSimd, TVector>>.Input,
        _ => &WinogradTransforms<TSimd, TVector, FourByFourOf3x3Line<TSimd, TVector>>.Input,
    };

    public override delegate*<float*, nint, ref WinogradOutputs, float*, void> WinogradOutput(WinogradTile tile) => tile.Sums switch
    {
        SumAlgorithm.Winograd2x2Of2x2 => &WinogradTransforms<TSimd, TVector, TwoByTwoOf2x2Line<TSimd, TVector>>.Output,
        SumAlgorithm.Winograd4x4Of2x2 => &WinogradTransforms<TSimd, TVector, FourByFourOf2x2Line<TSimd, TVector>>.Output,
        SumAlgorithm.Winograd2x2Of3x3 => &WinogradTransforms<TSimd, TVector, TwoByTwoOf3x3Line<TSimd, TVector>>.Output,
        _ => &WinogradTransforms<TSimd, TVector, FourByFourOf3x3Line<TSimd, TVector>>.Output,
    };

    // Beside its accumulators a tile needs one register a vector of B, and one for the factor of A.
    public override int MaximumRows(int vectors) => registers == 32
        ? vectors switch { 1 or 2 => 14, 3 => 9, _ => 7 }
        : vectors switch { 1 => 12, 2 => 6, _ => 4 };

    public override delegate*<ref TileArguments, void> Tile(int rows, int vectors, bool fresh) => fresh ? Tile<Count.Two>(rows, vectors) : Tile<Count.One>(rows, vectors);

    private static delegate*<ref TileArguments, void> Tile<TFresh>(int rows, int vectors)
        where TFresh : unmanaged => rows switch
        {
            1 => Narrow<Count.One, TFresh>(vectors),
            2 => Narrow<Count.Two, TFresh>(vectors),
            3 => Narrow<Count.Three, TFresh>(vectors),
            4 => Narrow<Count.Four, TFresh>(vectors),
            5 => Narrow<Count.Five, TFresh>(vectors),
            6 => Narrow<Count.Six, TFresh>(vectors),
            7 => Narrow<Count.Seven, TFresh>(vectors),
            8 => vectors == 3 ? &Tile<TSimd, TVector, Count.Eight, Count.Three, TFresh>.Run : Wide<Count.Eight, TFresh>(vectors),
            9 => vectors == 3 ? &Tile<TSimd, TVector, Count.Nine, Count.Three, TFresh>.Run : Wide<Count.Nine, TFresh>(vectors),
            10 => Wide<Count.Ten, TFresh>(vectors),
            11 => Wide<Count.Eleven, TFresh>(vectors),
            12 => Wide<Count.Twelve, TFresh>(vectors),
            13 => Wide<Count.Thirteen, TFresh>(vectors),
            _ => Wide<Count.Fourteen, TFresh>(vectors),
        };

    private static delegate*<ref TileArguments, void> Narrow<TRows, TFresh>(int vectors)
        where TRows : unmanaged
        where TFresh : unmanaged => vectors switch
        {
            3 => &Tile<TSimd, TVector, TRows, Count.Three, TFresh>.Run,
            4 => &Tile<TSimd, TVector, TRows, Count.Four, TFresh>.Run,
            _ => Wide<TRows, TFresh>(vectors),
        };

    private static delegate*<ref TileArguments, void> Wide<TRows, TFresh>(int vectors)
        where TRows : unmanaged
        where TFresh : unmanaged =>
        vectors == 1 ? &Tile<TSimd, TVector, TRows, Count.One, TFresh>.Run : &Tile<TSimd, TVector, TRows, Count.Two, TFresh>.Run;
}
