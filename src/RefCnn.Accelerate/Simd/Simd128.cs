using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace RefCnn.Accelerate.Simd;

/// <summary>Vectors of 128 bits.</summary>
internal readonly unsafe struct Simd128 : ISimd<Vector128<float>>
{
    public static int Width => Vector128<float>.Count;

    public static Vector128<float> Zero => Vector128<float>.Zero;

    public static Vector128<float> Load(float* from) => Vector128.Load(from);

    public static void Store(Vector128<float> vector, float* to) => vector.Store(to);

    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    public static Vector128<float> MultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> addend) =>
        Vector128.MultiplyAddEstimate(left, right, addend);

    public static Vector128<float> Add(Vector128<float> left, Vector128<float> right) => left + right;

    public static Vector128<float> Subtract(Vector128<float> left, Vector128<float> right) => left - right;

    public static Vector128<float> Multiply(Vector128<float> left, Vector128<float> right) => left * right;

    public static Vector128<float> Divide(Vector128<float> left, Vector128<float> right) => left / right;

    public static Vector128<float> Max(Vector128<float> left, Vector128<float> right) => Vector128.Max(left, right);

    public static bool AreFinite(Vector128<float> vector) => Vector128.EqualsAll(vector - vector, Vector128<float>.Zero);

    public static Vector128<float> Activate(Vector128<float> value, float slope, Vector128<float> minimum, Vector128<float> maximum)
    {
        if (slope != 1) value = Vector128.ConditionalSelect(Vector128.LessThan(value, Vector128<float>.Zero), value * slope, value);

        // x86 gives the second operand where either is NaN, ARM the NaN.
        if (Sse.IsSupported) return Sse.Min(maximum, Sse.Max(minimum, value));
        return AdvSimd.IsSupported ? AdvSimd.Min(maximum, AdvSimd.Max(minimum, value)) : Clamp(value, minimum, maximum);
    }

    private static Vector128<float> Clamp(Vector128<float> value, Vector128<float> minimum, Vector128<float> maximum)
    {
        value = Vector128.ConditionalSelect(Vector128.LessThan(value, minimum), minimum, value);
        return Vector128.ConditionalSelect(Vector128.GreaterThan(value, maximum), maximum, value);
    }
}
