using RefCnn.Core;

namespace RefCnn.CoreML.Emit;

/// <summary>Names of values in a file: nodes keep theirs, but an output's name belongs to the output.</summary>
internal static class FeatureNames
{
    /// <summary>A unique name for each node: of an output that it makes, or its own, marked where an output has it.</summary>
    /// <param name="network">The network.</param>
    public static string[] Of(Network network)
    {
        string[] names = new string[network.Nodes.Length];
        var taken = new HashSet<string>(network.Outputs.Select(output => output.Name), StringComparer.Ordinal);
        foreach (int input in network.Inputs)
        {
            names[input] = network.Nodes[input].Name;
            if (taken.Contains(names[input]))
                throw new CoreMlException($"network '{network.Name}': input and output are both named '{names[input]}', which Core ML does not allow; rename one");
            taken.Add(names[input]);
        }

        foreach (NetworkOutput output in network.Outputs)
        {
            if (names[output.Node] is null) names[output.Node] = output.Name;
        }

        for (int index = 0; index < names.Length; index++)
        {
            if (names[index] is not null) continue;
            string name = network.Nodes[index].Name;
            while (!taken.Add(name)) name += "_";
            names[index] = name;
        }

        return names;
    }
}
