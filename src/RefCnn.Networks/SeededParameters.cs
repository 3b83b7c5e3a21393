using RefCnn.Core;

namespace RefCnn.Networks;

/// <summary>
/// The weights of a network of the zoo. None is stored: each tensor is made from its name, <c>&lt;network&gt;/&lt;tensor&gt;</c>, by
/// <see cref="SeededTensor.Integers"/>, so every value is exact in float16 as in float32. docs/networks/seeding.md has the rules.
/// </summary>
/// <param name="network">The network's name.</param>
public sealed class SeededParameters(string network)
{
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
    public Tensor<float> Centred(string tensor, Shape shape, double deviation)
    {
        // Uniform on −K … K has the standard deviation K/√3 for large K: the power puts K between 512 and 1024, where float16 holds every k.
        double reach = deviation * Math.Sqrt(3);
        int exponent = (int)Math.Ceiling(Math.Log2(reach / 1024));
        int limit = (int)Math.Round(Math.ScaleB(reach, -exponent));
        return SeededTensor.Integers($"{network}/{tensor}", shape, limit, exponent);
    }

    /// <summary>Multiples of 1/512 from <paramref name="least"/> to <paramref name="greatest"/>, uniformly: gammas, variances, slopes.</summary>
    /// <param name="tensor">The tensor's name.</param>
    /// <param name="shape">Its extents.</param>
    /// <param name="least">The least value; a multiple of 1/512.</param>
    /// <param name="greatest">The greatest value; a multiple of 1/512, at most 2 above the least.</param>
    public Tensor<float> Between(string tensor, Shape shape, double least, double greatest)
    {
        int first = (int)(least * 512), last = (int)(greatest * 512);
        int limit = (last - first) / 2;
        return SeededTensor.Integers($"{network}/{tensor}", shape, limit, -9, first + limit);
    }
}
