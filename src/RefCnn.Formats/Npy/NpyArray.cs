using RefCnn.Core;

namespace RefCnn.Formats.Npy;

/// <summary>What an .npy file holds.</summary>
public sealed class NpyArray
{
    private readonly Tensor<double> values;

    private NpyArray(Tensor<double> values) => this.values = values;

    /// <summary>The extents.</summary>
    public Shape Shape => values.Shape;

    /// <summary>The array of a tensor's values.</summary>
    /// <param name="tensor">The tensor.</param>
    public static NpyArray Of(Tensor tensor) => new(tensor.ToDouble());

    /// <summary>The values as doubles.</summary>
    public Tensor<double> ToDouble() => values;
}
