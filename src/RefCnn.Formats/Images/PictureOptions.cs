using System.Collections.Immutable;
using RefCnn.Core.Layers;

namespace RefCnn.Formats.Images;

/// <summary>How a picture's samples, 0 to 255, become a network's values: y = (sample − mean) · scale, channel by channel.</summary>
/// <param name="Bgr">Whether the tensor's channels are blue, green, red, as Caffe's models expect, instead of red, green, blue.</param>
/// <param name="Mean">A number for each channel in the tensor's order, or one for all; absent for 0.</param>
/// <param name="Scale">A number other than 0 for each channel in the tensor's order, or one for all; absent for 1.</param>
/// <param name="Resize">The size to which <see cref="Picture.Read"/> resamples the picture with <see cref="TriangleFilter"/>, whatever its proportions; null for its own. Writing ignores it.</param>
public sealed record PictureOptions(bool Bgr = false, ImmutableArray<float> Mean = default, ImmutableArray<float> Scale = default, Size2D? Resize = null);
