using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Keras.Layers;

/// <summary>Imports layers that move, add or drop values.</summary>
internal static class ShapeLayers
{
    /// <summary>ZeroPadding2D.</summary>
    /// <param name="layer">The layer.</param>
    public static KerasTensor ZeroPadding(KerasLayer layer)
    {
        Padding2D sides = layer.Config.Sides("padding");
        return layer.Output(new Pad([0, 0, sides.Top, sides.Left], [0, 0, sides.Bottom, sides.Right]), layer.ChannelsLast, layer.Picture());
    }

    /// <summary>Cropping2D.</summary>
    /// <param name="layer">The layer.</param>
    public static KerasTensor Cropping(KerasLayer layer)
    {
        Padding2D sides = layer.Config.Sides("cropping");
        int picture = layer.Picture();
        Shape input = layer.ShapeOf(picture);
        int height = checked(input.Height - sides.Top - sides.Bottom), width = checked(input.Width - sides.Left - sides.Right);
        if (height < 1 || width < 1) throw layer.Refuse($"crops {input.Height}×{input.Width} by {sides}; expected something to be left");
        return layer.Output(new Slice([0, 0, sides.Top, sides.Left], [input.Batch, input.Channels, height, width], [1, 1, 1, 1]), layer.ChannelsLast, picture);
    }

    /// <summary>UpSampling2D: samples repeated, or interpolated between sample centres.</summary>
    /// <param name="layer">The layer.</param>
    public static KerasTensor UpSampling(KerasLayer layer)
    {
        int picture = layer.Picture();
        Shape input = layer.ShapeOf(picture);
        Size2D size = layer.Config.Size("size") ?? 2;
        int[] sizes = [input.Batch, input.Channels, checked(input.Height * size.Height), checked(input.Width * size.Width)];
        Layer resize = layer.Config.Text("interpolation", "nearest") switch
        {
            "nearest" => new Resize([.. sizes], ResizeInterpolation.Nearest, ResizeCoordinates.Asymmetric, NearestRounding.Floor),
            "bilinear" => new Resize([.. sizes], ResizeInterpolation.Linear),
            string other => throw layer.Refuse($"'interpolation' is '{other}'; expected nearest or bilinear"),
        };
        return layer.Output(resize, layer.ChannelsLast, picture);
    }

    /// <summary>Flatten, with channels last; a layer that takes channels to come first moves them last.</summary>
    /// <param name="layer">The layer.</param>
    public static KerasTensor Flatten(KerasLayer layer)
    {
        KerasTensor input = layer.Input();
        int node = input.Natural;
        if (!layer.ChannelsLast && input.Rank > 2) node = layer.Step("channels-last", new Transpose([0, .. Enumerable.Range(2, input.Rank - 2), 1]), node);
        return layer.Output(new Flatten(), isMoved: false, node);
    }

    /// <summary>Reshape of everything but the batch; −1 takes what is left.</summary>
    /// <param name="layer">The layer.</param>
    public static KerasTensor Reshape(KerasLayer layer)
    {
        int node = layer.Input().Natural;
        Shape input = layer.ShapeOf(node);
        int[] wanted = layer.Config.Integers("target_shape") ?? throw layer.Refuse("has no 'target_shape'");
        long values = input.CountBetween(1, input.Rank), others = wanted.Where(extent => extent != -1).Aggregate(1L, (product, extent) => checked(product * extent));
        if (wanted.Any(extent => extent < -1) || wanted.Count(extent => extent == -1) > 1) throw layer.Refuse($"'target_shape' is {string.Join('×', wanted)}; expected extents, at most one of them -1");
        int open = Array.IndexOf(wanted, -1);
        if (open >= 0) wanted[open] = others > 0 && values % others == 0 ? (int)(values / others) : throw layer.Refuse($"{values} values do not divide by {others}");
        return layer.Output(new Reshape(new Shape([input.Batch, .. wanted])), isMoved: false, node);
    }

    /// <summary>Permute; Keras counts axes from 1, the batch not among them.</summary>
    /// <param name="layer">The layer.</param>
    public static KerasTensor Permute(KerasLayer layer)
    {
        int[] order = layer.Config.Integers("dims") ?? throw layer.Refuse("has no 'dims'");
        return layer.Output(new Transpose([0, .. order]), isMoved: false, layer.Input().Natural);
    }
}
