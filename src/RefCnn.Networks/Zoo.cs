using System.Collections.Immutable;
using RefCnn.Core;

namespace RefCnn.Networks;

/// <summary>Every network of the paper: one line each.</summary>
public static class Zoo
{
    /// <summary>What a model's name starts with where it stands for a network of the zoo.</summary>
    public const string Prefix = "zoo:";

    /// <summary>The networks, in the order of tables.</summary>
    public static ImmutableArray<ZooNetwork> All { get; } =
    [
    ];

    /// <summary>The network of that name, without the prefix.</summary>
    /// <param name="name">E.g. <c>vgg16</c>.</param>
    /// <exception cref="RefCnnException">There is none.</exception>
    public static ZooNetwork Find(string name) =>
        All.FirstOrDefault(network => network.Name == name)
        ?? throw new RefCnnException($"the zoo has no network '{name}'; it has {string.Join(", ", All.Select(network => network.Name))}");
}
