using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;
using PaddingCase = RefCnn.CoreML.Schema.PoolingLayerParams.PoolingPaddingTypeOneofCase;
using PoolingType = RefCnn.CoreML.Schema.PoolingLayerParams.Types.PoolingType;

namespace RefCnn.CoreML.Reading;

/// <summary>Pooling.</summary>
internal static class PoolingReader
{
    /// <summary>pooling: global, or of a window with one of three padding types.</summary>
    public static void Pooling(LayerReading reading)
    {
        PoolingLayerParams stored = reading.Layer.Pooling;
        if (stored.PoolingPaddingTypeCase == PaddingCase.None) throw reading.Refuse("has no padding type; expected valid, same or includeLastPixel");
        if (stored.GlobalPooling)
        {
            reading.FinishPlanes(new GlobalPool(stored.Type switch
            {
                PoolingType.Max => GlobalPoolFunction.Max,
                PoolingType.Average => GlobalPoolFunction.Average,
                _ => GlobalPoolFunction.L2,
            }));
            return;
        }

        var window = new Window2D(
            Windows.Size(reading, stored.KernelSize, "kernelSize", 3), Windows.Size(reading, stored.Stride, "stride", 1), Size2D.One, Padding2D.None);
        (Padding2D padding, PoolRounding rounding) = PaddingOf(reading, stored, window);
        window = window with { Padding = padding };

        // What a last window overhangs counts as padding: it is divided by too, unless padding is excluded.
        PoolDivisor divisor = stored.AvgPoolExcludePadding ? PoolDivisor.Inside : PoolDivisor.Window;
        reading.FinishPlanes(stored.Type switch
        {
            PoolingType.Max => new MaxPool2D(window, rounding),
            PoolingType.Average => new AveragePool2D(window, rounding, divisor),
            _ => new L2Pool2D(window, rounding),
        });
    }

    private static (Padding2D Padding, PoolRounding Rounding) PaddingOf(LayerReading reading, PoolingLayerParams stored, Window2D window)
    {
        switch (stored.PoolingPaddingTypeCase)
        {
            case PaddingCase.Valid:
                return (Windows.Borders(reading, stored.Valid.PaddingAmounts), PoolRounding.Floor);
            case PaddingCase.Same:
                return (Windows.Same(reading.Plane, window, stored.Same, reading.Refuse), PoolRounding.Floor);
            default:
                Size2D amounts = Windows.Size(reading, stored.IncludeLastPixel.PaddingAmounts, "paddingAmounts", 0);
                return (new Padding2D(amounts.Height, amounts.Width, amounts.Height, amounts.Width), PoolRounding.CeilCaffe);
        }
    }
}
