using Rule = System.Func<RefCnn.CoreML.Validation.Operations.OperationCheck, RefCnn.CoreML.Validation.Operations.MilType[]>;

namespace RefCnn.CoreML.Validation.Operations;

/// <summary>What each operation takes, from which operation set on, and what it makes of the types: one line an operation. A ? marks what may be left out.</summary>
internal static class OperationRules
{
    private static readonly Dictionary<string, (string Parameters, int Set, Rule Infer)> Rules = new(StringComparer.Ordinal)
    {
        ["conv"] = ("x weight bias? strides? pad_type? pad? dilations? groups?", 5, WindowTypes.Convolution),
        ["conv_transpose"] = ("x weight bias? pad? output_shape? pad_type? strides? dilations? groups?", 5, WindowTypes.Transposed),
        ["max_pool"] = ("x kernel_sizes strides? pad_type pad? ceil_mode?", 5, WindowTypes.Pool),
        ["l2_pool"] = ("x kernel_sizes strides? pad_type pad? ceil_mode?", 5, WindowTypes.Pool),
        ["avg_pool"] = ("x kernel_sizes strides? pad_type pad? exclude_padding_from_average? ceil_mode?", 5, WindowTypes.Pool),
        ["linear"] = ("x weight bias?", 5, ProductTypes.Linear),
        ["matmul"] = ("x y transpose_x? transpose_y?", 5, ProductTypes.MatMul),
        ["batch_norm"] = ("x mean variance gamma? beta? epsilon?", 5, check => ProductTypes.ByChannel(check, "mean", "variance", "gamma", "beta")),
        ["instance_norm"] = ("x gamma? beta? epsilon?", 5, check => ProductTypes.ByChannel(check, "gamma", "beta")),
        ["local_response_norm"] = ("x size alpha? beta? k?", 5, Same),
        ["layer_norm"] = ("x axes? gamma? beta? epsilon?", 5, Same),
        ["l2_norm"] = ("x epsilon?", 5, Same),
        ["prelu"] = ("x alpha", 5, check => ProductTypes.ByChannel(check, "alpha")),
        ["relu"] = ("x", 5, Same),
        ["relu6"] = ("x", 5, Same),
        ["leaky_relu"] = ("x alpha", 5, Same),
        ["elu"] = ("x alpha", 5, Same),
        ["clamped_relu"] = ("x alpha beta", 5, Same),
        ["thresholded_relu"] = ("x alpha", 5, Same),
        ["sigmoid"] = ("x", 5, Same),
        ["sigmoid_hard"] = ("x alpha beta", 5, Same),
        ["tanh"] = ("x", 5, Same),
        ["scaled_tanh"] = ("x alpha beta", 5, Same),
        ["softplus"] = ("x", 5, Same),
        ["softplus_parametric"] = ("x alpha beta", 5, check => ProductTypes.ByChannel(check, "alpha", "beta")),
        ["softsign"] = ("x", 5, Same),
        ["linear_activation"] = ("x alpha beta", 5, Same),
        ["gelu"] = ("x mode?", 5, Same),
        ["silu"] = ("x", 5, Same),
        ["softmax"] = ("x axis?", 5, ElementTypes.AlongAxis),
        ["abs"] = ("x", 5, Same),
        ["ceil"] = ("x", 5, Same),
        ["floor"] = ("x", 5, Same),
        ["round"] = ("x", 5, Same),
        ["sign"] = ("x", 5, Same),
        ["exp"] = ("x", 5, Same),
        ["sqrt"] = ("x", 5, Same),
        ["square"] = ("x", 5, Same),
        ["log"] = ("x epsilon?", 5, Same),
        ["rsqrt"] = ("x epsilon?", 5, Same),
        ["inverse"] = ("x epsilon?", 5, Same),
        ["threshold"] = ("x alpha", 5, Same),
        ["clip"] = ("x alpha beta", 5, Same),
        ["identity"] = ("x", 5, Same),
        ["cast"] = ("x dtype", 5, ElementTypes.Cast),
        ["add"] = ("x y", 5, ElementTypes.Broadcast),
        ["sub"] = ("x y", 5, ElementTypes.Broadcast),
        ["mul"] = ("x y", 5, ElementTypes.Broadcast),
        ["real_div"] = ("x y", 5, ElementTypes.Broadcast),
        ["minimum"] = ("x y", 5, ElementTypes.Broadcast),
        ["maximum"] = ("x y", 5, ElementTypes.Broadcast),
        ["pow"] = ("x y", 5, ElementTypes.Broadcast),
        ["greater"] = ("x y", 5, ElementTypes.Comparison),
        ["greater_equal"] = ("x y", 5, ElementTypes.Comparison),
        ["less"] = ("x y", 5, ElementTypes.Comparison),
        ["less_equal"] = ("x y", 5, ElementTypes.Comparison),
        ["equal"] = ("x y", 5, ElementTypes.Comparison),
        ["reduce_mean"] = ("x axes? keep_dims?", 5, ElementTypes.Reduce),
        ["reduce_sum"] = ("x axes? keep_dims?", 5, ElementTypes.Reduce),
        ["reduce_prod"] = ("x axes? keep_dims?", 5, ElementTypes.Reduce),
        ["reduce_max"] = ("x axes? keep_dims?", 5, ElementTypes.Reduce),
        ["reduce_min"] = ("x axes? keep_dims?", 5, ElementTypes.Reduce),
        ["reduce_l1_norm"] = ("x axes? keep_dims?", 5, ElementTypes.Reduce),
        ["reduce_l2_norm"] = ("x axes? keep_dims?", 5, ElementTypes.Reduce),
        ["reduce_sum_square"] = ("x axes? keep_dims?", 5, ElementTypes.Reduce),
        ["concat"] = ("values axis interleave?", 5, ArrangementTypes.Concat),
        ["split"] = ("x num_splits? split_sizes? axis", 5, ArrangementTypes.Split),
        ["slice_by_index"] = ("x begin end stride? begin_mask? end_mask? squeeze_mask?", 5, ArrangementTypes.Slice),
        ["pad"] = ("x pad mode? constant_val?", 5, ArrangementTypes.Pad),
        ["tile"] = ("x reps", 5, ArrangementTypes.Tile),
        ["reverse"] = ("x axes?", 5, Same),
        ["reshape"] = ("x shape", 5, ArrangementTypes.Reshape),
        ["transpose"] = ("x perm", 5, ArrangementTypes.Transpose),
        ["squeeze"] = ("x axes?", 5, ArrangementTypes.Squeeze),
        ["expand_dims"] = ("x axes", 5, ArrangementTypes.ExpandDims),
        ["flatten2d"] = ("x axis?", 5, ArrangementTypes.Flatten),
        ["space_to_depth"] = ("x block_size", 5, check => BlockTypes.Folded(check, "block_size")),
        ["depth_to_space"] = ("x block_size", 5, check => BlockTypes.Unfolded(check, "block_size")),
        ["pixel_shuffle"] = ("x upscale_factor", 5, check => BlockTypes.Unfolded(check, "upscale_factor")),
        ["pixel_unshuffle"] = ("x downscale_factor", 6, check => BlockTypes.Folded(check, "downscale_factor")),
        ["upsample_nearest_neighbor"] = ("x scale_factor_height? scale_factor_width?", 5, BlockTypes.Scaled),
        ["upsample_bilinear"] = ("x scale_factor_height? scale_factor_width? align_corners? half_pixel_centers?", 5, BlockTypes.Scaled),
        ["resize_bilinear"] = ("x target_size_height? target_size_width? sampling_mode?", 5, BlockTypes.Resized),
    };

    /// <summary>The rule of an operation; null where none is known.</summary>
    /// <param name="kind">The operation's type.</param>
    public static (string[] Required, string[] Optional, int Set, Rule Infer)? Of(string kind)
    {
        if (!Rules.TryGetValue(kind, out (string Parameters, int Set, Rule Infer) rule)) return null;
        string[] parameters = rule.Parameters.Split(' ');
        return ([.. parameters.Where(name => !name.EndsWith('?'))], [.. parameters.Where(name => name.EndsWith('?')).Select(name => name[..^1])], rule.Set, rule.Infer);
    }

    /// <summary>Whether a parameter may be a computed value; all others are constants.</summary>
    /// <param name="kind">The operation's type.</param>
    /// <param name="key">The parameter.</param>
    public static bool MayBeComputed(string kind, string key) => key is "x" or "y" or "values" || (kind, key) is ("conv", "weight");

    private static MilType[] Same(OperationCheck check) => [check.X];
}
