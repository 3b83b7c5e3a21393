using RefCnn.Core.Layers;

namespace RefCnn.Formats.Keras.Layers;

/// <summary>Imports pooling.</summary>
internal static class PoolingLayers
{
    /// <summary>MaxPooling2D and AveragePooling2D; an average divides by the samples inside the picture.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="isMaximum">Which of the two.</param>
    public static KerasTensor Windowed(KerasLayer layer, bool isMaximum)
    {
        int picture = layer.Picture();
        Size2D size = layer.Config.Size("pool_size") ?? 2;
        Window2D window = Windows.Of(layer, size, layer.Config.Size("strides") ?? size, layer.ShapeOf(picture), isPooling: true);
        return layer.Output(isMaximum ? new MaxPool2D(window) : new AveragePool2D(window), layer.ChannelsLast, picture);
    }

    /// <summary>GlobalMaxPooling2D and GlobalAveragePooling2D: [N, C], or a picture of one sample where keepdims is set.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="function">What is computed.</param>
    public static KerasTensor Global(KerasLayer layer, GlobalPoolFunction function)
    {
        int picture = layer.Picture();
        return layer.Config.Flag("keepdims", false)
            ? layer.Output(new GlobalPool(function), layer.ChannelsLast, picture)
            : layer.Output(new Flatten(), isMoved: false, layer.Step("pooled", new GlobalPool(function), picture));
    }
}
