using System.Collections.Frozen;

namespace RefCnn.Peers.OnnxRuntime;

/// <summary>Where ONNX Runtime 1.31.1 deviates from the layer vectors; docs/peers/onnx-runtime.md tells who is right. A test asserts that each still does.</summary>
public static class OnnxRuntimeLimits
{
    private const string NanLoses = "a comparison drops NaN, which the vectors let win";
    private const string CroppedPositions = "values of crop-and-resize differ, against ONNX's own Python reference too";

    /// <summary>The reason for each vector that fails, by its id.</summary>
    public static FrozenDictionary<string, string> Deviations { get; } = new Dictionary<string, string>
    {
        ["argmax-pool2d/extreme-values"] = NanLoses,
        ["argmax-pool2d/nan-is-largest"] = NanLoses,
        ["global-pool/max-extreme-values"] = NanLoses,
        ["global-pool/max-nan-and-infinity"] = NanLoses,
        ["max-pool2d/extreme-values"] = NanLoses,
        ["max-pool2d/nan-in-window"] = NanLoses,
        ["reduce/max-extreme-values"] = NanLoses,
        ["reduce/negative-maximum"] = NanLoses,
        ["reduce/positive-minimum"] = NanLoses,
        ["average-pool2d/padding-beyond-half-kernel"] = "refused: its graph optimisation, not the model, makes padding that is not less than the kernel",
        ["local-response-norm/extreme-values"] = "a running sum over the channels keeps a NaN beyond its region",
        ["resize/linear-extreme-values"] = "a sample of weight 0 is read, so that a NaN beside an exact position reaches it",
        ["resize/every-axis"] = "refused: linear where all four axes change",
        ["resize/crop-cubic-extrapolated"] = CroppedPositions,
        ["resize/crop-flipped"] = CroppedPositions,
        ["resize/onnx-downsample-linear-align-corners"] = "aligns the corners of the output's whole size, where ONNX's published numbers take extent × scale",
    }.ToFrozenDictionary();
}
