using RefCnn.Cli.Commands;
using RefCnn.Conformance;
using RefCnn.Conformance.Networks;
using RefCnn.Core;
using RefCnn.Networks;

namespace RefCnn.Cli.Conversions;

/// <summary>
/// Judges a model that was written: the network that it was written from runs on the reference, what was written is read back or compiled and run, both on the same seeded
/// inputs, and the suite compares them as it compares any backend's outputs with frozen ones. Of a network of the zoo the frozen outputs serve, where they are found.
/// </summary>
/// <param name="terminal">Where progress goes.</param>
/// <param name="options">Threads.</param>
internal sealed class ConversionVerifier(Terminal terminal, CompileOptions options)
{
    private const int Steps = 2;

    /// <summary>Judges.</summary>
    /// <param name="network">The network that was written.</param>
    /// <param name="isOfZoo">Whether it is one of the zoo.</param>
    /// <param name="written">Runs what was written.</param>
    /// <param name="cancellation">Gives up.</param>
    public CaseResult Verify(Network network, bool isOfZoo, IBackend written, CancellationToken cancellation)
    {
        using var status = new StatusLine(terminal);
        IReadOnlyDictionary<string, Tensor<float>> inputs = SeededInputs.Of(network);
        NetworkVector vector = (isOfZoo ? Frozen(network.Name) : null)
            ?? new NetworkVectorMaker(network, "conversion").Make(inputs, options.Threads, new NodeProgress(status, 0, Steps, "reference"), cancellation);
        return NetworkVerifier.Verify(network, vector, inputs, written, options, new NodeProgress(status, 1, Steps, written.Name), cancellation);
    }

    private static NetworkVector? Frozen(string name)
    {
        try
        {
            string directory = SharedOptions.VectorDirectory(null);
            return NetworkVectorFiles.Exist(directory, name) ? NetworkVectorFiles.Read(directory, name) : null;
        }
        catch (RefCnnException)
        {
            return null;
        }
    }
}
