using RefCnn.CoreML.Schema;

namespace RefCnn.CoreML.Validation.Layers;

/// <summary>One layer while its rules are checked.</summary>
/// <param name="layer">The layer.</param>
/// <param name="findings">Where faults go.</param>
internal sealed class LayerCheck(NeuralNetworkLayer layer, Findings findings)
{
    /// <summary>The layer.</summary>
    public NeuralNetworkLayer Layer => layer;

    /// <summary>Notes a fault of the layer where a rule does not hold.</summary>
    /// <param name="holds">Whether it holds.</param>
    /// <param name="otherwise">Actual and expected, where it does not.</param>
    public bool Demand(bool holds, FormattableString otherwise) => findings.Demand(holds, LayerRules.Describe(layer), otherwise);

    /// <summary>Demands that sizes by axis are left to their defaults, or are as many positive ones as expected.</summary>
    /// <param name="what">What they are.</param>
    /// <param name="sizes">The sizes.</param>
    /// <param name="count">How many are expected.</param>
    /// <param name="optional">Whether they may be left out.</param>
    public bool DemandSizes(string what, IReadOnlyCollection<ulong> sizes, int count = 2, bool optional = true) =>
        Demand(((optional && sizes.Count == 0) || sizes.Count == count) && sizes.All(size => size > 0), $"has {what} [{string.Join(", ", sizes)}]; expected {count} positive numbers");

    /// <summary>Demands that border amounts are those of height and width.</summary>
    /// <param name="amounts">The amounts; null for none.</param>
    public void DemandBorders(BorderAmounts? amounts) =>
        Demand(amounts is null || amounts.BorderAmounts_.Count is 0 or 2, $"has {amounts?.BorderAmounts_.Count} border amounts; expected 2, of height and width");

    /// <summary>Demands one encoding of as many weights as expected.</summary>
    /// <param name="what">What they are.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="expected">How many.</param>
    /// <param name="outputs">The number of output channels, by which linear scales may differ.</param>
    public void DemandWeights(string what, WeightParams? weights, ulong expected, ulong outputs = 1)
    {
        if (!Demand(weights is not null, $"has no {what}")) return;
        int encodings = (weights!.FloatValue.Count > 0 ? 1 : 0) + (weights.Float16Value.Length > 0 ? 1 : 0) + (weights.RawValue.Length > 0 ? 1 : 0) + (weights.Int8RawValue.Length > 0 ? 1 : 0);
        if (!Demand(encodings == 1, $"has {what} in {encodings} encodings; expected 1")) return;
        if (weights.RawValue.Length > 0)
        {
            DemandQuantised(what, weights, expected, outputs);
            return;
        }

        ulong count = weights.FloatValue.Count > 0 ? (ulong)weights.FloatValue.Count : weights.Float16Value.Length > 0 ? (ulong)weights.Float16Value.Length / 2 : (ulong)weights.Int8RawValue.Length;
        Demand(count == expected && weights.Float16Value.Length % 2 == 0, $"has {count} {what}; expected {expected}");
    }

    /// <summary>Demands that weights and biases are of one floating-point width, unless one of them is quantised.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="bias">The biases; null for none.</param>
    public void DemandSameWidth(WeightParams? weights, WeightParams? bias)
    {
        if (weights is null || bias is null) return;
        bool mixed = (weights.FloatValue.Count > 0 && bias.Float16Value.Length > 0) || (weights.Float16Value.Length > 0 && bias.FloatValue.Count > 0);
        Demand(!mixed, $"has weights and biases of different widths");
    }

    private void DemandQuantised(string what, WeightParams weights, ulong expected, ulong outputs)
    {
        QuantizationParams? quantization = weights.Quantization;
        ulong bits = quantization?.NumberOfBits ?? 0;
        if (!Demand(bits is >= 1 and <= 8, $"has {what} of {bits} bits; expected 1 to 8")) return;
        Demand((ulong)weights.RawValue.Length == ((expected * bits) + 7) / 8, $"has {weights.RawValue.Length} bytes of {bits}-bit {what}; expected {((expected * bits) + 7) / 8}");
        if (quantization!.LookupTableQuantization is { } table)
        {
            Demand(table.FloatValue.Count == 1 << (int)bits, $"has a table of {table.FloatValue.Count} {what}; expected {1 << (int)bits}");
        }
        else if (Demand(quantization.LinearQuantization is not null, $"has quantised {what} with neither a table nor scales"))
        {
            LinearQuantizationParams linear = quantization.LinearQuantization!;
            Demand(linear.Scale.Count == 1 || (ulong)linear.Scale.Count == outputs, $"has {linear.Scale.Count} scales of {what}; expected 1 or {outputs}");
            Demand(linear.Bias.Count <= 1 || (ulong)linear.Bias.Count == outputs, $"has {linear.Bias.Count} shifts of {what}; expected none, 1 or {outputs}");
        }
    }
}
