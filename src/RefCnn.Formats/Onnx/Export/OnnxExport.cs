namespace RefCnn.Formats.Onnx.Export;

/// <summary>A model in memory, and what its tensors are called.</summary>
/// <param name="Bytes">The model, with its weights in it.</param>
/// <param name="Opset">The version of ONNX's operators that it needs.</param>
/// <param name="ExtraOutputs">The graph output of each node of <see cref="OnnxExportOptions.ExtraOutputs"/>, by node name.</param>
public sealed record OnnxExport(byte[] Bytes, int Opset, IReadOnlyDictionary<string, string> ExtraOutputs);
