using System.Collections.Immutable;

namespace RefCnn.Formats.Onnx.Export;

/// <summary>The element type of an exported model's weights, inputs and outputs.</summary>
public enum OnnxPrecision
{
    /// <summary>IEEE 754 binary32.</summary>
    Float32,

    /// <summary>IEEE 754 binary16; a finite weight beyond 65504 is refused.</summary>
    Float16,
}

/// <summary>How a network is written as ONNX.</summary>
/// <param name="Precision">The element type.</param>
/// <param name="ExternalWeights">Whether weights go to a file of their own beside the model, named after it with <c>.data</c> added.</param>
/// <param name="ExtraOutputs">Names of nodes whose values become graph outputs too, after the network's own.</param>
public sealed record OnnxExportOptions(
    OnnxPrecision Precision = OnnxPrecision.Float32, bool ExternalWeights = false, ImmutableArray<string> ExtraOutputs = default);
