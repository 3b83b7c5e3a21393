using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RefCnn.Accelerate.Simd;

/// <summary>Vectors of 512 bits.</summary>
internal readonly unsafe struct Simd512 : ISimd<Vector512<float>>
{
    public static int Width => Vector512<float>.Count;

    public static Vector512<float> Zero => Vector512<float>.Zero;

    public static Vector512<float> Load(float* from) => Vector512.Load(from);

    public static void Store(Vector512<float> vector, float* to) => vector.Store(to);

    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    public static Vector512<float> MultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> addend) =>
        Vector512.MultiplyAddEstimate(left, right, addend);

    public static Vector512<float> Add(Vector512<float> left, Vector512<float> right) => left + right;

    public static Vector512<float> Subtract(Vector512<float> left, Vector512<float> right) => left - right;

    public static Vector512<float> Multiply(Vector512<float> left, Vector512<float> right) => left * right;

    public static Vector512<float> Divide(Vector512<float> left, Vector512<float> right) => left / right;

    public static Vector512<float> Max(Vector512<float> left, Vector512<float> right) => Vector512.Max(left, right);

    public static bool AreFinite(Vector512<float> vector) => Vector512.EqualsAll(vector - vector, Vector512<float>.Zero);

    public static Vector512<float> Activate(Vector512<float> value, float slope, Vector512<float> minimum, Vector512<float> maximum)
    {
        if (slope != 1) value = Vector512.ConditionalSelect(Vector512.LessThan(value, Vector512<float>.Zero), value * slope, value);

        // x86, which alone has such vectors, gives the second operand where either is NaN.
        return Avx512F.Min(maximum, Avx512F.Max(minimum, value));
    }
}
