using RefCnn.Accelerate;
using RefCnn.Core;
using RefCnn.Formats;
using RefCnn.Formats.CSource.Native;
using RefCnn.Reference;
using RefCnn.Serialization;

namespace RefCnn.ConformanceTests;

/// <summary>Runs a network on a stored input, on the reference, the fast engine and generated C, and compares its outputs with stored ones.</summary>
internal static class SharedModelCheck
{
    // Generated C where there is a compiler; the tests of that engine say when there is none.
    private static readonly IBackend[] Engines =
        [.. new IBackend[] { new ReferenceBackend(), new AccelerateBackend(), new CSourceBackend(plain: true) }.Where(backend => backend.UnavailableReason is null)];

    /// <summary>Checks every output, in the network's order.</summary>
    public static void Check(string folder, string model, ImportOptions options, string input, params string[] outputs) =>
        Check(ModelFormats.Load(SharedData.PathOf(folder, model), options).Network, folder, input, outputs);

    /// <summary>Checks every output, in the network's order.</summary>
    public static void Check(Network network, string folder, string input, params string[] outputs)
    {
        string name = network.Nodes[network.Inputs.Should().ContainSingle().Which].Name;
        var inputs = new Dictionary<string, Tensor<float>> { [name] = NpyFile.Read(SharedData.PathOf(folder, input)).ToSingle() };
        network.Outputs.Should().HaveCount(outputs.Length);
        foreach (IBackend backend in Engines)
        {
            using ICompiledNetwork compiled = backend.Compile(network, new CompileOptions(Threads: 1));

            RunResult result = compiled.Run(inputs);

            for (int i = 0; i < outputs.Length; i++)
            {
                Tensor<double> expected = NpyFile.Read(SharedData.PathOf(folder, outputs[i])).ToDouble();
                Closeness.Check(result.Outputs[network.Outputs[i].Name], expected, $"{network.Outputs[i].Name} on {backend.Name}");
            }
        }
    }
}
