using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.Bounds;

/// <summary>A layer on operands of which some were rounded to an engine's storage format.</summary>
/// <param name="Layer">The layer, with its numbers as they are held.</param>
/// <param name="Operands">Inputs and parameters as they are held.</param>
internal sealed record StoredOperands(Layer Layer, Operands Operands)
{
    /// <summary>
    /// What engines of a class with narrower storage may compute from, besides the operands themselves: trained numbers as the format holds them,
    /// and inputs too. Nothing where the format holds all of them exactly.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="operands">Its operands.</param>
    /// <param name="precision">The class.</param>
    public static IEnumerable<StoredOperands> Of(Layer layer, Operands operands, PrecisionClass precision)
    {
        Layer held = Held(layer, precision);
        bool numbers = !ReferenceEquals(held, layer) || operands.Parameters.Any(parameter => parameter is not null && !IsHeld(parameter, precision));
        bool inputs = operands.Inputs.Any(input => !IsHeld(input, precision));
        var trained = operands with { Parameters = numbers ? [.. operands.Parameters.Select(parameter => parameter?.Map(precision.Store))] : operands.Parameters };
        if (numbers) yield return new StoredOperands(held, trained);
        if (inputs) yield return new StoredOperands(held, trained with { Inputs = [.. operands.Inputs.Select(input => input.Map(precision.Store))] });
    }

    private static bool IsHeld(Tensor<double> tensor, PrecisionClass precision)
    {
        foreach (double value in tensor.Span)
        {
            if (!precision.Store(value).Equals(value)) return false;
        }

        return true;
    }

    // The numbers that are fields of a layer; the same record where none changes.
    private static Layer Held(Layer layer, PrecisionClass precision)
    {
        return layer switch
        {
            Clip clip => Changed(clip, clip with { Minimum = (float)Store(clip.Minimum), Maximum = (float)Store(clip.Maximum) }),
            LeakyRelu leaky => Changed(leaky, leaky with { Slope = (float)Store(leaky.Slope) }),
            Elu elu => Changed(elu, elu with { Alpha = (float)Store(elu.Alpha) }),
            HardSigmoid hard => Changed(hard, hard with { Alpha = (float)Store(hard.Alpha), Beta = (float)Store(hard.Beta) }),
            Pad pad => Store(pad.Value).Equals(pad.Value) ? pad : pad with { Value = (float)Store(pad.Value) },
            BatchNorm norm => Store(norm.Epsilon) == norm.Epsilon ? norm : norm with { Epsilon = Store(norm.Epsilon) },
            InstanceNorm norm => Store(norm.Epsilon) == norm.Epsilon ? norm : norm with { Epsilon = Store(norm.Epsilon) },
            MeanVarianceNorm norm => Store(norm.Epsilon) == norm.Epsilon ? norm : norm with { Epsilon = Store(norm.Epsilon) },
            L2Normalize norm => Store(norm.Epsilon) == norm.Epsilon ? norm : norm with { Epsilon = Store(norm.Epsilon) },
            LocalResponseNorm norm => Changed(norm, norm with { Alpha = Store(norm.Alpha), Beta = Store(norm.Beta), K = Store(norm.K) }),
            _ => layer,
        };

        double Store(double value) => precision.Store(value);

        static Layer Changed<TLayer>(TLayer before, TLayer after)
            where TLayer : Layer => before.Equals(after) ? before : after;
    }
}
