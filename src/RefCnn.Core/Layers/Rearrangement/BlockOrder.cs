namespace RefCnn.Core.Layers;

/// <summary>Which comes first in the channel index when blocks of space and channels change places.</summary>
public enum BlockOrder
{
    /// <summary>The place in the block, then the channel: (by · block + bx) · C + c. TensorFlow, Core ML, ONNX's DCR.</summary>
    BlockFirst,

    /// <summary>The channel, then the place in the block: c · block² + by · block + bx. PyTorch's pixel shuffle, ONNX's CRD.</summary>
    ChannelFirst,
}
