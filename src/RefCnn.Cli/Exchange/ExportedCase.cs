using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace RefCnn.Cli.Exchange;

/// <summary>What an engine finds to run. Paths are relative: of models and inputs to the manifest, of outputs to the folder that the engine writes.</summary>
/// <param name="Cases">The cases.</param>
/// <param name="LeftOut">The cases that no model can hold.</param>
internal sealed record Manifest(ImmutableArray<ExportedCase> Cases, ImmutableArray<OmittedCase> LeftOut);

/// <summary>A case as a model.</summary>
/// <param name="Id">The case.</param>
/// <param name="Model">The model's file.</param>
/// <param name="Opset">The version of ONNX's operators that it needs.</param>
/// <param name="Inputs">The files of its inputs, float32.</param>
/// <param name="Outputs">The files to be written.</param>
internal sealed record ExportedCase(string Id, string Model, int Opset, ImmutableArray<ExportedTensor> Inputs, ImmutableArray<ExportedTensor> Outputs);

/// <summary>An input or output of a model.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="File">Its .npy file.</param>
/// <param name="Shape">Its extents.</param>
internal sealed record ExportedTensor(string Name, string File, ImmutableArray<int> Shape);

/// <summary>A case that is not exported.</summary>
/// <param name="Id">The case.</param>
/// <param name="Because">Why.</param>
internal sealed record OmittedCase(string Id, string Because);

/// <summary>The manifest as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Manifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
