using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks.Blocks;

namespace RefCnn.Networks.Transforms;

/// <summary>
/// ConvDeconvNet for many styles: a second input, one weight a style, is tiled over space and joined to the encoder's output, so that styles blend by
/// arbitrary weights (Yanai and Tanno 2017). docs/networks/multi-style.md.
/// </summary>
internal static class MultiStyle
{
    /// <summary>How many styles there are to blend.</summary>
    public const int Styles = 16;

    /// <summary>Builds the network.</summary>
    public static Network Build(string name)
    {
        // An instance norm would subtract the style again: it is constant over space.
        const Normalization normalization = Normalization.Batch;
        var builder = new SeededNetworkBuilder(name);
        int image = builder.Input("image", ConvDeconvNet.Picture);
        int style = builder.Input("style", new Shape(1, Styles));
        int content = ConvDeconvNet.Encode(builder, image, normalization);

        Shape plane = builder.ShapeOf(content);
        int weights = builder.Add("style/plane", new Reshape(new Shape(1, Styles, 1, 1)), style);
        weights = builder.Add("style/tile", new Tile([1, 1, plane.Height, plane.Width]), weights);
        int x = builder.Add("style/concat", new Concat(), content, weights);
        x = builder.ConvolutionNormRelu("style/blend", x, plane.Channels, 1, 1, 0, normalization, 1);

        x = ConvDeconvNet.Residuals(builder, x, normalization, padded: false);
        builder.Output("picture", ConvDeconvNet.Decode(builder, x, normalization));
        return builder.Build();
    }
}
