using RefCnn.Core;

namespace RefCnn.Networks;

/// <summary>The inputs on which a network of the zoo is judged: made from their names like the weights, and exact in float16.</summary>
public static class SeededInputs
{
    /// <summary>
    /// A tensor for each of the network's inputs, by the input's name. It is seeded by <c>&lt;network&gt;/&lt;input name&gt;</c>; its values are
    /// multiples of 1/512 about 0 with a standard deviation of 1, as of a picture whose mean and scale have been taken out.
    /// </summary>
    /// <param name="network">The network; its name seeds.</param>
    public static IReadOnlyDictionary<string, Tensor<float>> Of(Network network)
    {
        var parameters = new SeededParameters(network.Name);
        return network.Inputs.ToDictionary(index => network.Nodes[index].Name, index => parameters.Centred(network.Nodes[index].Name, network.Shapes[index], 1));
    }
}
