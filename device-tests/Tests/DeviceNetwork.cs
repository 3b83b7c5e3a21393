using System.Collections.Immutable;
using RefCnn.Conformance.Networks;
using RefCnn.Core;
using RefCnn.Networks;

namespace RefCnn.DeviceTests;

/// <summary>A network that a device judges and times.</summary>
/// <param name="Name">Its name, e.g. <c>squeezenet</c>, or with the size of its picture <c>conv-deconv-reduced-bn-64x96</c>.</param>
/// <param name="Build">Builds it with its seeded weights.</param>
public sealed record DeviceNetwork(string Name, Func<Network> Build)
{
    private static DeviceNetwork? last;
    private static Network? lastBuilt;

    /// <summary>The zoo, and the paper's fast style network at a size that an emulator bears.</summary>
    public static ImmutableArray<DeviceNetwork> All { get; } =
    [
        .. Zoo.All.Select(zoo => new DeviceNetwork(zoo.Name, zoo.Build)),
        new("conv-deconv-reduced-bn-64x96", () => Zoo.ReducedConvDeconv("conv-deconv-reduced-bn-64x96", new Shape(1, 3, 64, 96))),
    ];

    /// <summary>Whether outputs of it are frozen; where none are, only its certificate proves it.</summary>
    public bool HasVector => NetworkVectorFiles.Exist(DeviceVectors.Directory, Name);

    /// <summary>Multiply-accumulates of one run; without a vector it is built to know.</summary>
    public long MultiplyAccumulates => HasVector ? Vector.MultiplyAccumulates : Operations(Open());

    /// <summary>
    /// About how many bytes judging or timing it takes, before it is built: weights as they are, transformed by Winograd four times as many, and as the backend's own; and the six largest
    /// activations in double, with their magnitudes and squares.
    /// </summary>
    public long MemoryNeed
    {
        get
        {
            if (!HasVector) return 64L << 20;
            long activations = Vector.Nodes.Select(node => (long)node.Shape.Count).OrderDescending().Take(6).Sum();
            return (6 * sizeof(float) * Vector.Parameters) + (3 * sizeof(double) * activations);
        }
    }

    /// <summary>Its frozen vector.</summary>
    public NetworkVector Vector => NetworkVectorFiles.Read(DeviceVectors.Directory, Name);

    /// <summary>The network of that name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="RefCnnException">There is none.</exception>
    public static DeviceNetwork Find(string name) =>
        All.FirstOrDefault(network => network.Name == name)
        ?? throw new RefCnnException($"there is no network '{name}'; there are {string.Join(", ", All.Select(network => network.Name))}");

    /// <summary>The network, built; the last one is kept, because its weights take seconds to make and hundreds of megabytes.</summary>
    public Network Open()
    {
        if (last == this) return lastBuilt!;
        (last, lastBuilt) = (null, null);
        (lastBuilt, last) = (Build(), this);
        return lastBuilt;
    }

    private static long Operations(Network network) => Enumerable.Range(0, network.Nodes.Length).Sum(node => network.Nodes[node].Layer.MultiplyAccumulates(network.InputShapes(node)));
}
