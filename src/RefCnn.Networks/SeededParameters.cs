using RefCnn.Core;

namespace RefCnn.Networks;

/// <summary>
/// The weights of a network of the zoo. None is stored: each tensor is made from its name, <c>&lt;network&gt;/&lt;tensor&gt;</c>, by
/// <see cref="SeededTensor.Integers"/>, so every value is exact in float16 as in float32. docs/networks/seeding.md has the rules.
/// </summary>
/// <param name="network">The network's name.</param>
public sealed class SeededParameters(string network)
{
    // Float16 holds every whole number up to 2048, so it holds k · 2^e for |k| ≤ 1024 down to e = −24, its smallest number.
    private const int Reach = 1024;

    /// <summary>Weights of mean 0 and variance <paramref name="gain"/> ÷ <paramref name="fanIn"/> (He et al. 2015: a gain of 2 keeps the scale through ReLU, 1 where nothing follows).</summary>
    /// <param name="tensor">The tensor's name in the network, e.g. <c>conv1/weight</c>.</param>
    /// <param name="shape">Its extents.</param>
    /// <param name="fanIn">How many products each output sums.</param>
    /// <param name="gain">See above.</param>
    public Tensor<float> Weight(string tensor, Shape shape, int fanIn, double gain = 2) => Centred(tensor, shape, Math.Sqrt(gain / fanIn));

    /// <summary>Whole numbers times a power of two, uniform about 0 with the given standard deviation.</summary>
    /// <param name="tensor">The tensor's name.</param>
    /// <param name="shape">Its extents.</param>
    /// <param name="deviation">The standard deviation.</param>
    /// <exception cref="RefCnnException">A deviation that is not positive, or so small or large that float16 cannot hold the values.</exception>
    public Tensor<float> Centred(string tensor, Shape shape, double deviation)
    {
        // Uniform on −K … K has the standard deviation K/√3 for large K. Only operations that IEEE 754 rounds correctly are used, and comparison
        // instead of a logarithm, so that every language finds the same two numbers.
        double reach = deviation * Math.Sqrt(3);
        int exponent = -24;
        while (exponent <= 5 && reach > Math.ScaleB(Reach, exponent)) exponent++;
        int limit = (int)Math.Round(Math.ScaleB(reach, -exponent), MidpointRounding.ToEven);
        if (exponent > 5 || limit < 1)
            throw new RefCnnException($"seeded tensor '{network}/{tensor}': deviation is {deviation}; expected 2⁻²⁴ to 2¹⁴, where float16 holds the values");
        return SeededTensor.Integers($"{network}/{tensor}", shape, limit, exponent);
    }

    /// <summary>Multiples of 1/512 from <paramref name="least"/> to <paramref name="greatest"/>, uniformly: gammas, variances, slopes.</summary>
    /// <param name="tensor">The tensor's name.</param>
    /// <param name="shape">Its extents.</param>
    /// <param name="least">The least value; rounded to a multiple of 1/512, ties to even.</param>
    /// <param name="greatest">The greatest value; rounded likewise, 2/512 to 4 above the least. An odd number of steps between them loses the last.</param>
    public Tensor<float> Between(string tensor, Shape shape, double least, double greatest)
    {
        int first = (int)Math.Round(least * 512, MidpointRounding.ToEven), last = (int)Math.Round(greatest * 512, MidpointRounding.ToEven);
        int limit = (last - first) / 2;
        return SeededTensor.Integers($"{network}/{tensor}", shape, limit, -9, first + limit);
    }
}
