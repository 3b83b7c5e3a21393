using System.Collections.Immutable;
using RefCnn.Conformance.Bounds.Rowwise;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.Conformance.FalseAlarms;

/// <summary>
/// A layer vector with other numbers: those of each tensor in another order, and, unless the vector is exact, each made smaller by up to a quarter. So signs, ranges, special values and the
/// proof of the exact tier stay; the truth is computed anew.
/// </summary>
internal static class VectorVariant
{
    /// <summary>Makes a variant.</summary>
    /// <param name="vector">The vector, which has outputs.</param>
    /// <param name="number">Which variant; 0 is the vector itself.</param>
    public static VectorCase Of(VectorCase vector, int number)
    {
        if (number == 0) return vector;
        bool scaled = vector.Tier == Tier.Bounded;
        ImmutableArray<Tensor<float>> inputs = [.. vector.Inputs.Select((tensor, i) => Remade(tensor, $"{vector.Id}/input{i}", number, scaled))];
        Tensor<float>?[] parameters = [.. vector.Layer.Parameters.Select(parameter => parameter.Value is { } tensor ? Remade(tensor, $"{vector.Id}/{parameter.Name}", number, scaled) : null)];
        Layer layer = LayerParameters.Replaced(vector.Layer, parameters);
        Tensor<double> output = layer is Input
            ? inputs[0].ToDouble()
            : RowwiseReference.Compute(layer, ReferenceEngine.OperandsOf(layer, [.. inputs.Select(input => input.ToDouble())]), threads: 1);
        return vector with
        {
            Layer = layer,
            Inputs = inputs,
            Expected = new Expectation.Valid(output),
            Source = new VectorSource(SourceKind.Reference),
            Tier = vector.Tier == Tier.Exact && TierProof.Gap(layer, inputs) is null ? Tier.Exact : Tier.Bounded,
        };
    }

    private static Tensor<float> Remade(Tensor<float> tensor, string name, int number, bool scaled)
    {
        ulong seed = SplitMix64.SeedOf($"{name}/{number}");
        float[] values = [.. tensor.Values];
        for (int i = values.Length - 1; i > 0; i--)
        {
            int other = (int)(SplitMix64.Value(seed, (ulong)i) % (ulong)(i + 1));
            (values[i], values[other]) = (values[other], values[i]);
        }

        for (int i = 0; scaled && i < values.Length; i++) values[i] *= 1 - ((SplitMix64.Value(~seed, (ulong)i) >> 40) / (float)(1 << 26));
        return new Tensor<float>(tensor.Shape, values);
    }
}
