using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.CoreML;
using RefCnn.Formats.Neutral;
using RefCnn.Pictures;

namespace RefCnn.Cli.Conversions;

/// <summary>How a model is written.</summary>
/// <param name="IsHalf">Whether weights become float16.</param>
/// <param name="HasExternalWeights">Whether the weights go to a file beside the model.</param>
/// <param name="Weights">How a network file keeps its weights.</param>
internal sealed record ConversionOptions(bool IsHalf = false, bool HasExternalWeights = false, WeightsFormat Weights = WeightsFormat.Npz)
{
    /// <summary>Core ML: how the device makes a picture ready, which is the only input; null for an array.</summary>
    public PictureOptions? Picture { get; init; }

    /// <summary>Core ML: the classes; none for a plain network.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>Core ML: what people read about the model.</summary>
    public ModelMetadata? Metadata { get; init; }

    /// <summary>The precision class that what is written is judged by.</summary>
    public PrecisionClass Precision => IsHalf ? PrecisionClass.Float16 : PrecisionClass.Float32;
}
