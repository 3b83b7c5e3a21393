namespace RefCnn.Core;

/// <summary>The check that every backend makes of the tensors it is given.</summary>
public static class InputCheck
{
    /// <summary>Demands one tensor of the right shape for each of the network's inputs, and nothing else.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">Tensors by name.</param>
    /// <exception cref="RefCnnException">An input is missing, unknown, or of another shape.</exception>
    public static void Demand(Network network, IReadOnlyDictionary<string, Tensor<float>> inputs)
    {
        foreach (int index in network.Inputs)
        {
            string name = network.Nodes[index].Name;
            if (!inputs.TryGetValue(name, out Tensor<float>? tensor))
                throw new RefCnnException($"network '{network.Name}': input '{name}' ({network.Shapes[index]}) is missing");
            if (tensor.Shape != network.Shapes[index])
                throw new RefCnnException($"network '{network.Name}': input '{name}' has shape {tensor.Shape}; expected {network.Shapes[index]}");
        }

        if (inputs.Count == network.Inputs.Length) return;
        string known = string.Join(", ", network.Inputs.Select(index => $"'{network.Nodes[index].Name}'"));
        string extra = inputs.Keys.First(name => network.Inputs.All(index => network.Nodes[index].Name != name));
        throw new RefCnnException($"network '{network.Name}' has no input '{extra}'; it has {(known.Length == 0 ? "none" : known)}");
    }
}
