using RefCnn.Conformance.Bounds;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Conformance.Networks.Noise;

/// <summary>
/// What first-order noise does not see: an activation within its own noise of a kink may be decided otherwise. An error e that crosses is multiplied by no more than the steeper slope, and errors of
/// either sign are as probable, so that the variance grows by at most (steeper² − own²) / 2 of itself.
/// </summary>
internal static class FlipNoise
{
    /// <summary>How many activations of a network have a kink.</summary>
    /// <param name="network">The network.</param>
    public static int Activations(Network network) => network.Nodes.Select((node, index) => KinksOf(node.Layer).Length > 0 ? network.Shapes[index].Count : 0).Sum();

    /// <summary>The largest error ÷ √variance in units of u that rounding explains in so many activations.</summary>
    /// <param name="activations">How many.</param>
    public static double Reach(int activations) => DeviationLimits.Of(Math.Max(1, activations), 1).Largest;

    /// <summary>The flips of a node in the class float32; null where its layer has no kinks.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">Its input.</param>
    /// <param name="variance">The variance of its input in units of u²; null where it is exact.</param>
    /// <param name="reach">The largest error ÷ σ: <see cref="Reach"/>.</param>
    public static Flips? Of(Layer layer, Tensor<double> input, Tensor<double>? variance, double reach)
    {
        Kink[] kinks = KinksOf(layer);
        if (kinks.Length == 0) return null;
        if (variance is null) return new Flips(0, 0);
        double steepest = kinks.Max(kink => Math.Max(kink.Below * kink.Below, kink.Above * kink.Above)), carried = 0, added = 0;
        int count = 0;
        for (int i = 0; i < input.Count; i++)
        {
            double own = SlopeAt(kinks, input[i]), largest = reach * PrecisionClass.Float32.Unit * Math.Sqrt(variance[i]);
            carried += own * own * variance[i];
            if (largest == 0 || !Array.Exists(kinks, kink => Math.Abs(input[i] - kink.Place) <= largest)) continue;
            count++;
            added += (steepest - (own * own)) * variance[i] / 2;
        }

        return new Flips(count, added == 0 ? 0 : added / (carried + added));
    }

    private static Kink[] KinksOf(Layer layer) => layer switch
    {
        Relu => [new(0, 0, 1)],
        LeakyRelu leaky => [new(0, leaky.Slope, 1)],
        Clip clip => [new(clip.Minimum, 0, 1), new(clip.Maximum, 1, 0)],
        _ => [],
    };

    private static double SlopeAt(Kink[] kinks, double x)
    {
        double slope = kinks[0].Below;
        foreach (Kink kink in kinks)
        {
            if (x > kink.Place) slope = kink.Above;
        }

        return slope;
    }

    // Where a function's slope changes, and its slopes on either side.
    private readonly record struct Kink(double Place, double Below, double Above);
}
