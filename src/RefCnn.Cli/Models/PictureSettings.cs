using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Pictures;

namespace RefCnn.Cli.Models;

/// <summary>How pictures become a model's inputs, and outputs become pictures.</summary>
/// <param name="Options">Order of the channels, mean, scale, and the size to resize to, if any.</param>
/// <param name="ResizeToModel">Whether pictures take the size of the model's input.</param>
internal sealed record PictureSettings(PictureOptions Options, bool ResizeToModel)
{
    /// <summary>Reads a picture as one input.</summary>
    /// <param name="path">The picture.</param>
    /// <param name="input">The input's name.</param>
    /// <param name="shape">Its shape.</param>
    /// <exception cref="RefCnnException">The picture cannot be read, or the input does not take one of its size.</exception>
    public Tensor<float> Read(string path, string input, Shape shape)
    {
        if (shape is not { Rank: 4, Batch: 1, Channels: 1 or 3 })
            throw new RefCnnException($"{path}: input '{input}' has shape {shape}; a picture needs 1 × 1 or 3 channels × height × width; give an .npy file");
        Tensor<float> tensor = Picture.Read(path, shape.Channels, ResizeToModel ? Options with { Resize = new Size2D(shape.Height, shape.Width) } : Options);
        return tensor.Shape == shape
            ? tensor
            : throw new RefCnnException(
                $"{path}: the picture has {tensor.Shape.Height}×{tensor.Shape.Width} pixels; input '{input}' expects {shape.Height}×{shape.Width}; use --resize model");
    }

    /// <summary>Refuses an output that no picture can hold.</summary>
    /// <param name="path">The picture to be written.</param>
    /// <param name="output">The output's name.</param>
    /// <param name="shape">Its shape.</param>
    /// <exception cref="RefCnnException">It is not one picture.</exception>
    public static void DemandPicture(string path, string output, Shape shape)
    {
        if (shape is not { Rank: 4, Batch: 1, Channels: 1 or 3, Height: > 0, Width: > 0 })
            throw new RefCnnException($"{path}: output '{output}' has shape {shape}; a picture needs 1 × 1 or 3 channels × height × width; name an .npy file");
    }
}
