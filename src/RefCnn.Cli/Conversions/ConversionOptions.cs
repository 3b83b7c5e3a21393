using RefCnn.Core;
using RefCnn.Formats.Neutral;

namespace RefCnn.Cli.Conversions;

/// <summary>How a model is written.</summary>
/// <param name="IsHalf">Whether weights become float16.</param>
/// <param name="HasExternalWeights">Whether the weights go to a file beside the model.</param>
/// <param name="Weights">How a network file keeps its weights.</param>
internal sealed record ConversionOptions(bool IsHalf = false, bool HasExternalWeights = false, WeightsFormat Weights = WeightsFormat.Npz)
{
    /// <summary>The precision class that what is written is judged by.</summary>
    public PrecisionClass Precision => IsHalf ? PrecisionClass.Float16 : PrecisionClass.Float32;
}
