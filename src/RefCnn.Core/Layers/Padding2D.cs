namespace RefCnn.Core.Layers;

/// <summary>Samples added around a picture. All four are explicit: importers resolve SAME and VALID.</summary>
/// <param name="Top">Rows before the first.</param>
/// <param name="Left">Columns before the first.</param>
/// <param name="Bottom">Rows after the last.</param>
/// <param name="Right">Columns after the last.</param>
public readonly record struct Padding2D(int Top, int Left, int Bottom, int Right)
{
    /// <summary>No padding.</summary>
    public static Padding2D None => default;

    /// <summary>The same number on all four sides.</summary>
    /// <param name="all">Top, left, bottom and right.</param>
    public static implicit operator Padding2D(int all) => new(all, all, all, all);

    /// <summary>The same number on all four sides.</summary>
    /// <param name="all">Top, left, bottom and right.</param>
    public static Padding2D FromInt32(int all) => all;

    /// <summary>E.g. <c>top 1, left 1, bottom 0, right 0</c>.</summary>
    public override string ToString() => $"top {Top}, left {Left}, bottom {Bottom}, right {Right}";
}
