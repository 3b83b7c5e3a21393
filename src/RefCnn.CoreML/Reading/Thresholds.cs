using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Reading;

/// <summary>
/// x where x ≥ α, 0 below, of layers that have no comparison. With α′ the number just below α, d = max(x − α′, 0) is positive where x ≥ α and 0 elsewhere, for the difference of
/// two float32 numbers is never lost; scaled up beyond the largest number it is a limit c of ∞ or 0. Then y = min(max(x, 0), c) for α &gt; 0, and
/// y = max(x, 0) + max(min(x, 0), −c) for α &lt; 0. All of it is exact.
/// </summary>
internal static class Thresholds
{
    // Three times 2^127 raise the smallest difference, 2^-149, beyond the largest float32.
    private const float Raise = 1.7014118e38f;

    /// <summary>Adds the nodes.</summary>
    /// <param name="alpha">α, finite.</param>
    /// <param name="x">The node of x.</param>
    /// <param name="add">Adds a node.</param>
    /// <returns>The node of y.</returns>
    public static int Of(float alpha, int x, Func<Layer, int[], int> add)
    {
        if (alpha == 0) return add(new Relu(), [x]);
        int limit = add(new Relu(), [add(new Binary(BinaryFunction.Sub), [x, Number(MathF.BitDecrement(alpha))])]);
        for (int i = 0; i < 3; i++) limit = add(new Binary(BinaryFunction.Mul), [limit, Number(Raise)]);
        int positive = add(new Relu(), [x]);
        if (alpha > 0) return add(new Binary(BinaryFunction.Min), [positive, limit]);
        int negative = add(new Clip(Maximum: 0), [x]), floor = add(new Unary(UnaryFunction.Neg), [limit]);
        return add(new Binary(BinaryFunction.Add), [positive, add(new Binary(BinaryFunction.Max), [negative, floor])]);

        int Number(float value) => add(new Constant(new Tensor<float>(new Shape(1), [value])), []);
    }
}
