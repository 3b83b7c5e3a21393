using RefCnn.Core;
using RefCnn.Serialization;

namespace RefCnn.Formats;

/// <summary>What an importer is told beside the file.</summary>
/// <param name="InputShapes">Shapes of inputs whose model leaves extents open, by name.</param>
/// <param name="InputValues">
/// Values of inputs, by name. Their shapes count as given, and a value becomes part of the network where a layer needs it at import
/// (weights, axes, sizes).
/// </param>
/// <param name="WeightsPath">The file that holds the weights, for formats that keep them apart; or null.</param>
public sealed record ImportOptions(
    IReadOnlyDictionary<string, Shape>? InputShapes = null,
    IReadOnlyDictionary<string, NpyArray>? InputValues = null,
    string? WeightsPath = null);
