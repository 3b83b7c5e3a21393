using System.Collections.Immutable;
using RefCnn.Core;

namespace RefCnn.Pictures;

/// <summary>A mean and a scale for each channel of a tensor.</summary>
/// <param name="Mean">Subtracted from samples.</param>
/// <param name="Scale">Multiplies what is left.</param>
internal sealed record Normalization(ImmutableArray<float> Mean, ImmutableArray<float> Scale)
{
    /// <summary>The options for so many channels, checked.</summary>
    /// <param name="subject">What messages start with: the picture's file.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="RefCnnException">The options do not fit the channels.</exception>
    public static Normalization Of(string subject, int channels, PictureOptions options)
    {
        if (channels is not (1 or 3)) throw new RefCnnException($"{subject}: {channels} channels are asked for; expected 1 or 3");
        Normalization normalization = new(
            PerChannel(subject, "mean", options.Mean, channels, 0), PerChannel(subject, "scale", options.Scale, channels, 1));
        return normalization.Scale.Contains(0) ? throw new RefCnnException($"{subject}: a scale is 0; expected another number") : normalization;
    }

    /// <summary>What a sample becomes.</summary>
    public double Apply(double sample, int channel) => (sample - Mean[channel]) * Scale[channel];

    /// <summary>The sample that became a value.</summary>
    public double Invert(double value, int channel) => (value / Scale[channel]) + Mean[channel];

    private static ImmutableArray<float> PerChannel(string subject, string name, ImmutableArray<float> numbers, int channels, float absent)
    {
        if (numbers.IsDefaultOrEmpty) return [.. Enumerable.Repeat(absent, channels)];
        if (numbers.Length != 1 && numbers.Length != channels)
            throw new RefCnnException($"{subject}: {name} has {numbers.Length} numbers; expected 1 or {channels}");
        foreach (float number in numbers)
        {
            if (!float.IsFinite(number)) throw new RefCnnException($"{subject}: {name} is {number}; expected finite numbers");
        }

        return numbers.Length == channels ? numbers : [.. Enumerable.Repeat(numbers[0], channels)];
    }
}
