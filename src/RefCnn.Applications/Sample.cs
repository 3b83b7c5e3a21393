using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Networks.Detection;
using RefCnn.Pictures;

namespace RefCnn.Applications;

/// <summary>A trained network that comes with the repository, and what its file does not tell.</summary>
/// <param name="Name">Its folder below <c>samples/models</c>, and the name in its file.</param>
/// <param name="Values">What samples of pictures become.</param>
/// <param name="Labels">Names of its classes or styles, in order; empty where it has none.</param>
/// <param name="Anchors">A detector's anchors; empty for others.</param>
public sealed record Sample(string Name, PictureOptions Values, ImmutableArray<string> Labels, ImmutableArray<YoloAnchor> Anchors);

/// <summary>The trained networks that come with the repository; <c>samples/README.md</c> tells what they do.</summary>
public static class Samples
{
    /// <summary>What a model's name starts with where it stands for one of these.</summary>
    public const string Prefix = "sample:";

    /// <summary>The environment variable that names the folder <c>samples</c>.</summary>
    public const string Variable = "REFCNN_SAMPLES";

    private static readonly PictureOptions ZeroToOne = new(Scale: [1 / 255f]), MinusOneToOne = new(Mean: [127.5f], Scale: [1 / 127.5f]);

    private static readonly ImmutableArray<string> Styles = ["flow", "glass", "ink", "dots"], Dishes = ["noodle soup", "salad", "pizza", "curry rice", "sushi"];

    // Squares of these parts of the picture's width, in the 7 cells of the map.
    private static readonly ImmutableArray<YoloAnchor> DishAnchors = [.. new[] { 0.23, 0.29, 0.35, 0.42, 0.49 }.Select(part => new YoloAnchor(part * 7, part * 7))];

    /// <summary>Every sample: one line each.</summary>
    public static ImmutableArray<Sample> All { get; } =
    [
        new("style-full", ZeroToOne, Styles, []),
        new("style-mobile", ZeroToOne, Styles, []),
        new("text-eraser", ZeroToOne, [], []),
        new("metal-to-fabric", MinusOneToOne, [], []),
        new("fabric-to-metal", MinusOneToOne, [], []),
        new("dish-detector", ZeroToOne, Dishes, DishAnchors),
        new("dish-calories", ZeroToOne, Dishes, []),
    ];

    /// <summary>The sample that a network is, told by its name; or null.</summary>
    /// <param name="network">The network.</param>
    public static Sample? Of(Network network) => All.FirstOrDefault(sample => sample.Name == network.Name);

    /// <summary>A sample's file.</summary>
    /// <param name="name">Its name, without the prefix.</param>
    /// <exception cref="RefCnnException">There is no such sample, or the folder is not found.</exception>
    public static string FileOf(string name)
    {
        if (All.All(sample => sample.Name != name)) throw new RefCnnException($"there is no sample '{name}'; there are {string.Join(", ", All.Select(sample => sample.Name))}");
        return Path.Combine(FindDirectory(), "models", name, "network.json");
    }

    private static string FindDirectory()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named) return named;
        foreach (string start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
        {
            for (string? folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (Directory.Exists(Path.Combine(folder, "samples", "models"))) return Path.Combine(folder, "samples");
            }
        }

        throw new RefCnnException($"the folder samples is not above {Directory.GetCurrentDirectory()}; name it in {Variable}, or name a model with --model");
    }
}
