using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RefCnn.Accelerate.Simd;

/// <summary>Vectors of 256 bits.</summary>
internal readonly unsafe struct Simd256 : ISimd<Vector256<float>>
{
    public static int Width => Vector256<float>.Count;

    public static Vector256<float> Zero => Vector256<float>.Zero;

    public static Vector256<float> Load(float* from) => Vector256.Load(from);

    public static void Store(Vector256<float> vector, float* to) => vector.Store(to);

    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    public static Vector256<float> MultiplyAdd(Vector256<float> left, Vector256<float> right, Vector256<float> addend) =>
        Vector256.MultiplyAddEstimate(left, right, addend);

    public static Vector256<float> Add(Vector256<float> left, Vector256<float> right) => left + right;

    public static Vector256<float> Subtract(Vector256<float> left, Vector256<float> right) => left - right;

    public static Vector256<float> Multiply(Vector256<float> left, Vector256<float> right) => left * right;

    public static Vector256<float> Divide(Vector256<float> left, Vector256<float> right) => left / right;

    public static Vector256<float> Max(Vector256<float> left, Vector256<float> right) => Vector256.Max(left, right);

    public static bool AreFinite(Vector256<float> vector) => Vector256.EqualsAll(vector - vector, Vector256<float>.Zero);

    public static Vector256<float> Activate(Vector256<float> value, float slope, Vector256<float> minimum, Vector256<float> maximum)
    {
        if (slope != 1) value = Vector256.ConditionalSelect(Vector256.LessThan(value, Vector256<float>.Zero), value * slope, value);

        // x86, which alone has such vectors, gives the second operand where either is NaN.
        return Avx.Min(maximum, Avx.Max(minimum, value));
    }
}
