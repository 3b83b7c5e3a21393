namespace RefCnn.Core.Layers;

/// <summary>Two numbers that belong to height and width: a kernel's extents, strides, dilations, an output padding.</summary>
/// <param name="Height">The vertical number.</param>
/// <param name="Width">The horizontal number.</param>
public readonly record struct Size2D(int Height, int Width)
{
    /// <summary>Both numbers 1.</summary>
    public static Size2D One => new(1, 1);

    /// <summary>The same number both ways.</summary>
    /// <param name="both">Height and width.</param>
    public static implicit operator Size2D(int both) => new(both, both);

    /// <summary>The same number both ways.</summary>
    /// <param name="both">Height and width.</param>
    public static Size2D FromInt32(int both) => both;

    /// <summary>E.g. <c>3×3</c>.</summary>
    public override string ToString() => $"{Height}×{Width}";
}
