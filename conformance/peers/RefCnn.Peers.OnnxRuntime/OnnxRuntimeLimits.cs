using RefCnn.Core.Layers;

namespace RefCnn.Peers.OnnxRuntime;

/// <summary>What ONNX Runtime does not compute as ONNX defines it, each with the reason; docs/peers/onnx-runtime.md tells how that was found.</summary>
internal static class OnnxRuntimeLimits
{
    /// <summary>Why a layer is not given to it, or null.</summary>
    /// <param name="layer">The layer.</param>
    public static string? ReasonFor(Layer layer) => layer switch
    {
        _ => null,
    };
}
