using System.Collections.Immutable;

namespace RefCnn.CoreML;

/// <summary>How weights are stored, and what a half-precision program computes in.</summary>
public enum CoreMlPrecision
{
    /// <summary>IEEE 754 binary32.</summary>
    Float32,

    /// <summary>IEEE 754 binary16.</summary>
    Float16,
}

/// <summary>The order of the channels of a picture.</summary>
public enum ImageColor
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red.</summary>
    Bgr,

    /// <summary>One channel.</summary>
    Grayscale,
}

/// <summary>An input that the device feeds with a picture: the network reads scale · pixel + bias, with pixels 0 to 255.</summary>
/// <param name="Color">The order of the network's channels.</param>
/// <param name="Scale">The factor of every channel.</param>
/// <param name="Bias">What is added to each channel after scaling, in the order of <paramref name="Color"/>; none for 0.</param>
public sealed record ImageInput(ImageColor Color, float Scale = 1, ImmutableArray<float> Bias = default);

/// <summary>What people read about a model.</summary>
/// <param name="Description">What it does.</param>
/// <param name="Author">Who made it.</param>
/// <param name="License">Its licence.</param>
/// <param name="Version">Its version.</param>
public sealed record ModelMetadata(string Description = "", string Author = "", string License = "", string Version = "");

/// <summary>What a Core ML file is made with.</summary>
/// <param name="Precision">The precision of weights, and of a program's arithmetic.</param>
/// <param name="Image">How a picture becomes the network's only input; null for a multi-array.</param>
/// <param name="ClassLabels">The classes of the network's only output, in order; none for a plain network.</param>
/// <param name="Metadata">What people read about it.</param>
public sealed record EmitOptions(
    CoreMlPrecision Precision = CoreMlPrecision.Float32,
    ImageInput? Image = null,
    ImmutableArray<string> ClassLabels = default,
    ModelMetadata? Metadata = null);
