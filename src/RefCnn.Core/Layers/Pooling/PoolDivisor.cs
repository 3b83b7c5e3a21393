namespace RefCnn.Core.Layers;

/// <summary>What an average divides the sum of a window by.</summary>
public enum PoolDivisor
{
    /// <summary>The samples that lie inside the input.</summary>
    Inside,

    /// <summary>The samples that lie inside the input or its padding; what a ceil window overhangs beyond both never counts (PyTorch, ONNX, Caffe).</summary>
    Padded,

    /// <summary>All taps of the window, overhang included (Core ML).</summary>
    Window,
}
