using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Emit;

/// <summary>Convolutions and pooling. Every parameter is bound: older systems demand even those that have defaults.</summary>
internal static class ProgramWindows
{
    /// <summary>conv.</summary>
    public static void Convolution(ProgramNode node)
    {
        var layer = (Conv2D)node.Layer;
        Padded(node.X().Bind("weight", layer.Weight.Shape, layer.Weight.Values).BindIfAny("bias", layer.Bias), layer.Window)
            .Bind("dilations", MilValues.Of(Pair(layer.Window.Dilation))).Bind("groups", MilValues.Of(layer.Groups)).Finish("conv");
    }

    /// <summary>conv_transpose, whose custom padding crops.</summary>
    public static void Transposed(ProgramNode node)
    {
        var layer = (ConvTranspose2D)node.Layer;
        Padded(node.X().Bind("weight", layer.Weight.Shape, layer.Weight.Values).BindIfAny("bias", layer.Bias), layer.Window)
            .Bind("dilations", MilValues.Of(Pair(Size2D.One))).Bind("groups", MilValues.Of(layer.Groups)).Finish("conv_transpose");
    }

    /// <summary>max_pool.</summary>
    public static void MaxPool(ProgramNode node) => Pool(node, ((PoolingLayer)node.Layer).Window).Finish("max_pool");

    /// <summary>avg_pool.</summary>
    public static void AveragePool(ProgramNode node)
    {
        var layer = (AveragePool2D)node.Layer;
        Pool(node, layer.Window).Bind("exclude_padding_from_average", MilValues.Of(layer.Divisor == PoolDivisor.Inside)).Finish("avg_pool");
    }

    /// <summary>l2_pool has no ceil_mode of its own that matters: lowering has left none.</summary>
    public static void L2Pool(ProgramNode node) => Pool(node, ((PoolingLayer)node.Layer).Window).Finish("l2_pool");

    /// <summary>A reduction over height and width.</summary>
    public static void GlobalPool(ProgramNode node) => node.X().Bind("axes", MilValues.Of((int[])[2, 3])).Bind("keep_dims", MilValues.Of(true)).Finish(
        ((GlobalPool)node.Layer).Function switch
        {
            GlobalPoolFunction.Average => "reduce_mean",
            GlobalPoolFunction.Max => "reduce_max",
            _ => "reduce_l2_norm",
        });

    private static ProgramNode Pool(ProgramNode node, Window2D window) =>
        Padded(node.X().Bind("kernel_sizes", MilValues.Of(Pair(window.Kernel))), window).Bind("ceil_mode", MilValues.Of(false));

    private static ProgramNode Padded(ProgramNode node, Window2D window) => node
        .Bind("strides", MilValues.Of(Pair(window.Stride)))
        .Bind("pad_type", MilValues.Of("custom"))
        .Bind("pad", MilValues.Of((int[])[window.Padding.Top, window.Padding.Bottom, window.Padding.Left, window.Padding.Right]));

    private static int[] Pair(Size2D size) => [size.Height, size.Width];
}
