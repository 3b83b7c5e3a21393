namespace RefCnn.Accelerate.Simd;

/// <summary>What a micro-kernel needs of a vector of float32.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal unsafe interface ISimd<TVector>
    where TVector : unmanaged
{
    /// <summary>How many values a vector holds.</summary>
    static abstract int Width { get; }

    /// <summary>All zeros.</summary>
    static abstract TVector Zero { get; }

    /// <summary>Reads a vector from any address.</summary>
    /// <param name="from">The first value.</param>
    static abstract TVector Load(float* from);

    /// <summary>Writes a vector to any address.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="to">Where the first value goes.</param>
    static abstract void Store(TVector vector, float* to);

    /// <summary>One value in every place.</summary>
    /// <param name="value">The value.</param>
    static abstract TVector Broadcast(float value);

    /// <summary>left · right + addend, rounded once where the machine can.</summary>
    /// <param name="left">A factor.</param>
    /// <param name="right">A factor.</param>
    /// <param name="addend">The addend.</param>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>left + right.</summary>
    /// <param name="left">A summand.</param>
    /// <param name="right">A summand.</param>
    static abstract TVector Add(TVector left, TVector right);

    /// <summary>left − right.</summary>
    /// <param name="left">The minuend.</param>
    /// <param name="right">The subtrahend.</param>
    static abstract TVector Subtract(TVector left, TVector right);

    /// <summary>left · right.</summary>
    /// <param name="left">A factor.</param>
    /// <param name="right">A factor.</param>
    static abstract TVector Multiply(TVector left, TVector right);

    /// <summary>left / right.</summary>
    /// <param name="left">The dividend.</param>
    /// <param name="right">The divisor.</param>
    static abstract TVector Divide(TVector left, TVector right);

    /// <summary>The larger, or NaN where one is NaN.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">A value.</param>
    static abstract TVector Max(TVector left, TVector right);

    /// <summary>Whether no value is NaN or infinite.</summary>
    /// <param name="vector">The values.</param>
    static abstract bool AreFinite(TVector vector);

    /// <summary>slope · x where x &lt; 0, then at least the minimum, then at most the maximum; NaN stays.</summary>
    /// <param name="value">x.</param>
    /// <param name="slope">The factor of negative values; 1 for none.</param>
    /// <param name="minimum">The smallest result, in every place.</param>
    /// <param name="maximum">The largest result likewise.</param>
    static abstract TVector Activate(TVector value, float slope, TVector minimum, TVector maximum);
}
