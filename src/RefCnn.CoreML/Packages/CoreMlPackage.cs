namespace RefCnn.CoreML;

/// <summary>What a package holds.</summary>
/// <param name="Model">The bytes of model.mlmodel.</param>
/// <param name="Weights">The bytes of weights/weight.bin.</param>
public sealed record CoreMlPackage(ReadOnlyMemory<byte> Model, ReadOnlyMemory<byte> Weights);
