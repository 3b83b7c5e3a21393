using System.Runtime.Intrinsics;

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

    public static Vector256<float> Activate(Vector256<float> value, float slope, float minimum, float maximum)
    {
        if (slope != 1) value = Vector256.ConditionalSelect(Vector256.LessThan(value, Vector256<float>.Zero), value * slope, value);
        var least = Vector256.Create(minimum);
        var most = Vector256.Create(maximum);
        value = Vector256.ConditionalSelect(Vector256.LessThan(value, least), least, value);
        return Vector256.ConditionalSelect(Vector256.GreaterThan(value, most), most, value);
    }
}
