using RefCnn.Core;
using RefCnn.Pictures;

namespace RefCnn.Applications;

/// <summary>Paints pictures in a blend of a network's styles, after Yanai and Tanno 2017: a vector of weights is an input beside the picture.</summary>
public sealed class Stylizer
{
    /// <summary>Blends from one style to the next in a sheet, both ends with it.</summary>
    public const int SheetColumns = 5;

    private const int Gap = 4;

    private readonly PictureTransform transform;
    private readonly string? styleInput;
    private readonly Shape styleShape;

    /// <summary>Finds the network's vector of styles; a network without one has a single style.</summary>
    /// <param name="transform">The network; it remains its owner's to dispose of.</param>
    /// <exception cref="RefCnnException">The network has other inputs than a picture and a vector.</exception>
    public Stylizer(PictureTransform transform)
    {
        this.transform = transform;
        Network network = transform.Network;
        int[] others = [.. network.Inputs.Where(node => node != PictureInput.Of(network))];
        if (others.Length > 1) throw new RefCnnException($"network '{network.Name}' has {network.Inputs.Length} inputs; expected a picture and at most one vector of styles");
        if (others is not [var style]) return;
        (styleInput, styleShape) = (network.Nodes[style].Name, network.Shapes[style]);
    }

    /// <summary>The number of styles; 0 where the network has a single one of its own.</summary>
    public int StyleCount => styleInput is null ? 0 : styleShape.Count;

    /// <summary>Paints a picture at its own size.</summary>
    /// <param name="picture">1 × 3 × height × width, 0 to 255.</param>
    /// <param name="style">A weight for each style.</param>
    /// <param name="progress">Told after each node; or null.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RefCnnException">There are not as many weights as styles.</exception>
    public Tensor<float> Paint(Tensor<float> picture, IReadOnlyList<float> style, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (style.Count != StyleCount) throw new RefCnnException($"{style.Count} weights are given for {StyleCount} styles of network '{transform.Network.Name}'");
        return transform.Apply(picture, styleInput is null ? null : new Dictionary<string, Tensor<float>> { [styleInput] = new(styleShape, [.. style]) }, progress, cancellation);
    }

    /// <summary>The blends of a sheet, row by row: each style fades into the next, the last into the first.</summary>
    /// <param name="styles">The number of styles, at least 2.</param>
    public static IReadOnlyList<float[]> SheetBlends(int styles) =>
        [.. from row in Enumerable.Range(0, styles) from column in Enumerable.Range(0, SheetColumns) select Blend(styles, row, column)];

    /// <summary>Paints a sheet of blends.</summary>
    /// <param name="picture">1 × 3 × height × width, 0 to 255.</param>
    /// <param name="progress">Told the number of pictures done, and of nodes within the next; or null.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RefCnnException">The network has fewer than two styles.</exception>
    public Tensor<float> PaintSheet(Tensor<float> picture, Func<int, int, IProgress<RunProgress>>? progress = null, CancellationToken cancellation = default)
    {
        if (StyleCount < 2) throw new RefCnnException($"network '{transform.Network.Name}' has no styles to blend; a sheet needs two or more");
        IReadOnlyList<float[]> blends = SheetBlends(StyleCount);
        (int height, int width) = (picture.Shape.Height, picture.Shape.Width);
        var sheet = new Tensor<float>(new Shape(1, 3, (StyleCount * (height + Gap)) - Gap, (SheetColumns * (width + Gap)) - Gap));
        sheet.Span.Fill(byte.MaxValue);
        var canvas = new Canvas(sheet);
        for (int i = 0; i < blends.Count; i++)
            canvas.Place(i % SheetColumns * (width + Gap), i / SheetColumns * (height + Gap), Paint(picture, blends[i], progress?.Invoke(i, blends.Count), cancellation));
        return sheet;
    }

    private static float[] Blend(int styles, int row, int column)
    {
        float[] blend = new float[styles];
        float part = (float)column / (SheetColumns - 1);
        blend[row] += 1 - part;
        blend[(row + 1) % styles] += part;
        return blend;
    }
}
