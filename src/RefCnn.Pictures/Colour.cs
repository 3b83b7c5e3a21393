namespace RefCnn.Pictures;

/// <summary>A colour to draw with.</summary>
/// <param name="Red">0 to 255.</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
public readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    /// <summary>White.</summary>
    public static Colour White => new(255, 255, 255);

    /// <summary>Black.</summary>
    public static Colour Black => new(0, 0, 0);
}
