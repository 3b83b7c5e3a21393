using RefCnn.Core;
using RefCnn.Formats;
using RefCnn.Reference;
using RefCnn.Serialization;

namespace RefCnn.ConformanceTests;

/// <summary>Runs a network on a stored input and compares its outputs with stored ones.</summary>
internal static class SharedModelCheck
{
    /// <summary>Checks every output, in the network's order.</summary>
    public static void Check(string folder, string model, ImportOptions options, string input, params string[] outputs) =>
        Check(ModelFormats.Load(SharedData.PathOf(folder, model), options).Network, folder, input, outputs);

    /// <summary>Checks every output, in the network's order.</summary>
    public static void Check(Network network, string folder, string input, params string[] outputs)
    {
        string name = network.Nodes[network.Inputs.Should().ContainSingle().Which].Name;
        using ICompiledNetwork compiled = new ReferenceBackend().Compile(network, new CompileOptions());

        RunResult result = compiled.Run(new Dictionary<string, Tensor<float>> { [name] = NpyFile.Read(SharedData.PathOf(folder, input)).ToSingle() });

        network.Outputs.Should().HaveCount(outputs.Length);
        for (int i = 0; i < outputs.Length; i++)
        {
            Tensor<double> expected = NpyFile.Read(SharedData.PathOf(folder, outputs[i])).ToDouble();
            Closeness.Check(result.Outputs[network.Outputs[i].Name], expected, network.Outputs[i].Name);
        }
    }
}
