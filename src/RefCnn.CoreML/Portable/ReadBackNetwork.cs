using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Emit;

namespace RefCnn.CoreML.Portable;

/// <summary>What was read from a file, in the place of the network that the file was written from.</summary>
/// <param name="tapped">The network that was written.</param>
/// <param name="precision">The backend's precision class.</param>
/// <param name="read">What was read, ready to run.</param>
internal sealed class ReadBackNetwork(TappedNetwork tapped, PrecisionClass precision, ICompiledNetwork read) : ICompiledNetwork
{
    // A file has a convolution for every convolution, in the same order; other layers may be several, and have no algorithms.
    private readonly ImmutableArray<int> given = ConvolutionsOf(tapped.Given), convolutions = ConvolutionsOf(read.Network);

    /// <inheritdoc/>
    public Network Network => tapped.Given;

    /// <inheritdoc/>
    public PrecisionClass? PrecisionOf(int node) =>
        given.IndexOf(node) is >= 0 and var position && read.PrecisionOf(convolutions[position]) is { } own ? precision.By(own.Sums) : null;

    /// <inheritdoc/>
    public RunResult Run(IReadOnlyDictionary<string, Tensor<float>> inputs, RunOptions? options = null, CancellationToken cancellation = default)
    {
        InputCheck.Demand(Network, inputs);

        // A file may give a shape fewer or more axes of extent 1, and names other letters; the order of values, inputs and outputs is the same.
        Dictionary<string, Tensor<float>> renamed = read.Network.Inputs.Select((index, position) => (Index: index, Position: position)).ToDictionary(
            place => read.Network.Nodes[place.Index].Name,
            place => inputs[Network.Nodes[Network.Inputs[place.Position]].Name].As(read.Network.Shapes[place.Index]));
        IReadOnlyDictionary<string, Tensor> made = read.Run(renamed, options, cancellation).Outputs;
        return tapped.Sort(inputs, [.. read.Network.Outputs.Select(output => made[output.Name])]);
    }

    /// <inheritdoc/>
    public void Dispose() => read.Dispose();

    private static ImmutableArray<int> ConvolutionsOf(Network network) =>
        [.. Enumerable.Range(0, network.Nodes.Length).Where(index => network.Nodes[index].Layer is Conv2D or ConvTranspose2D)];
}
