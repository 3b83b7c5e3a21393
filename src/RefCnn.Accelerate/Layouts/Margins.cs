namespace RefCnn.Accelerate.Layouts;

/// <summary>Room around the rows and columns of a blocked tensor, which holds zeros.</summary>
/// <param name="Top">Rows above.</param>
/// <param name="Left">Columns before.</param>
/// <param name="Bottom">Rows below.</param>
/// <param name="Right">Columns after.</param>
internal readonly record struct Margins(int Top, int Left, int Bottom, int Right)
{
    /// <summary>No room.</summary>
    public static Margins None => default;

    /// <summary>Enough room for two readers.</summary>
    /// <param name="other">What the other needs.</param>
    public Margins Or(Margins other) =>
        new(Math.Max(Top, other.Top), Math.Max(Left, other.Left), Math.Max(Bottom, other.Bottom), Math.Max(Right, other.Right));
}
