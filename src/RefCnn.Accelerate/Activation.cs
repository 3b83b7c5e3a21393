using System.Numerics;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate;

/// <summary>
/// A piecewise linear activation: y = slope · x where x &lt; 0, then at least the minimum, then at most the maximum.
/// Comparisons with NaN are false, so that NaN stays.
/// </summary>
/// <param name="Slope">The factor of negative values; 1 for none.</param>
/// <param name="Minimum">The smallest result; −∞ for none.</param>
/// <param name="Maximum">The largest result; +∞ for none.</param>
internal sealed record Activation(float Slope, float Minimum, float Maximum)
{
    /// <summary>y = x.</summary>
    public static Activation None { get; } = new(1, float.NegativeInfinity, float.PositiveInfinity);

    /// <summary>The activation that a layer is, or null.</summary>
    /// <param name="layer">The layer.</param>
    public static Activation? Of(Layer layer) => layer switch
    {
        Relu => None with { Minimum = 0 },
        Clip clip => None with { Minimum = clip.Minimum, Maximum = clip.Maximum },
        LeakyRelu leaky => None with { Slope = leaky.Slope },
        _ => null,
    };

    /// <summary>Applies to y = x + addend, in place.</summary>
    /// <param name="values">x, then y.</param>
    /// <param name="count">How many.</param>
    /// <param name="bias">Added to each.</param>
    /// <param name="residual">Added to each, one value a value; or null.</param>
    public unsafe void Apply(float* values, int count, float bias, float* residual)
    {
        bool limited = Minimum != float.NegativeInfinity || Maximum != float.PositiveInfinity;
        var slope = new Vector<float>(Slope);
        var minimum = new Vector<float>(Minimum);
        var maximum = new Vector<float>(Maximum);
        var addend = new Vector<float>(bias);
        int i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> value = Vector.Load(values + i) + addend;
            if (residual != null) value += Vector.Load(residual + i);
            if (Slope != 1) value = Vector.ConditionalSelect(Vector.LessThan(value, Vector<float>.Zero), value * slope, value);
            if (limited)
            {
                value = Vector.ConditionalSelect(Vector.LessThan(value, minimum), minimum, value);
                value = Vector.ConditionalSelect(Vector.GreaterThan(value, maximum), maximum, value);
            }

            Vector.Store(value, values + i);
        }

        for (; i < count; i++)
        {
            float value = values[i] + bias;
            if (residual != null) value += residual[i];
            if (value < 0) value *= Slope;
            if (value < Minimum) value = Minimum;
            values[i] = value > Maximum ? Maximum : value;
        }
    }
}
