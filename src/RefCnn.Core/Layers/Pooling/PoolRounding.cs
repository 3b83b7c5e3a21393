namespace RefCnn.Core.Layers;

/// <summary>How a pooling layer counts a last window that only partly fits.</summary>
public enum PoolRounding
{
    /// <summary>It is dropped: floor((padded − reach) / stride) + 1.</summary>
    Floor,

    /// <summary>It is kept, unless it would start in the padding after the input (PyTorch; ONNX from opset 10).</summary>
    Ceil,

    /// <summary>It is kept; if there is padding on any side, one that would start in the padding after the input is dropped (Caffe, Core ML).</summary>
    CeilCaffe,
}
