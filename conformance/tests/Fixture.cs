using RefCnn.Core;
using RefCnn.Formats;
using RefCnn.Reference;
using RefCnn.Serialization;

namespace RefCnn.ConformanceTests;

/// <summary>Model files that conformance/fixtures/make_fixtures.py wrote, with what PyTorch computes of them.</summary>
internal static class Fixture
{
    /// <summary>The path of a file.</summary>
    public static string PathOf(string name) => Path.Combine(Repository.Root, "conformance", "fixtures", name);

    /// <summary>Compares a model of one input and one output with what PyTorch computed.</summary>
    /// <param name="model">The model's file.</param>
    /// <param name="arrays">What the names of the input's and the output's files begin with.</param>
    /// <param name="input">The input's shape, which the file may leave open.</param>
    public static void Check(string model, string arrays, Shape? input = null)
    {
        var options = new ImportOptions(input is { } shape ? new Dictionary<string, Shape> { ["input"] = shape } : null);
        Network network = ModelFormats.Load(PathOf(model), options).Network;
        using ICompiledNetwork compiled = new ReferenceBackend().Compile(network, new CompileOptions());

        RunResult result = compiled.Run(new Dictionary<string, Tensor<float>> { [network.Nodes[network.Inputs[0]].Name] = NpyFile.Read(PathOf($"{arrays}.x.npy")).ToSingle() });

        Closeness.Check(result.Outputs.Values.Single(), NpyFile.Read(PathOf($"{arrays}.y.npy")).ToDouble(), model);
    }
}
