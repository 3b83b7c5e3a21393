using System.Collections.Immutable;
using System.Security.Cryptography;
using RefCnn.Core;
using RefCnn.CoreML.Emit;
using RefCnn.CoreML.Packages;
using RefCnn.CoreML.Schema;
using RefCnn.Serialization;

namespace RefCnn.CoreML.Native;

/// <summary>An input or output as a file declares it.</summary>
/// <param name="Name">Its name, which may differ from the network's.</param>
/// <param name="Shape">Its extents, which may lack axes of extent 1.</param>
internal readonly record struct Feature(string Name, ImmutableArray<long> Shape);

/// <summary>A network as the content of a Core ML file.</summary>
internal sealed class EmittedModel
{
    private readonly CoreMlPackage parts;

    private EmittedModel(CoreMlFormat format, Model model, ReadOnlyMemory<byte> weights)
    {
        Format = format;
        parts = new CoreMlPackage(CoreMlModel.Bytes(model), weights);
        Inputs = [.. model.Description.Input.Select(FeatureOf)];
        Outputs = [.. model.Description.Output.Select(FeatureOf)];
        Hash = HashOf(parts);
    }

    /// <summary>The format of the file.</summary>
    public CoreMlFormat Format { get; }

    /// <summary>The inputs, in the network's order.</summary>
    public ImmutableArray<Feature> Inputs { get; }

    /// <summary>The outputs, in the network's order.</summary>
    public ImmutableArray<Feature> Outputs { get; }

    /// <summary>The same for the same content.</summary>
    public string Hash { get; }

    /// <summary>Makes the content.</summary>
    /// <param name="network">The network.</param>
    /// <param name="format">The format.</param>
    /// <param name="precision">The precision of weights, and of a program's arithmetic.</param>
    /// <exception cref="CoreMlException">Core ML cannot express the network; the message names the node and the reason.</exception>
    public static EmittedModel Of(Network network, CoreMlFormat format, CoreMlPrecision precision)
    {
        CoreMlSupport.Demand(network);
        var options = new EmitOptions(precision);
        if (format == CoreMlFormat.NeuralNetwork) return new EmittedModel(format, NeuralNetworkWriter.Write(network, options), default);
        (Model model, byte[] weights) = ProgramWriter.Write(network, options);
        return new EmittedModel(format, model, weights);
    }

    /// <summary>Writes the file, or the folder of the package.</summary>
    /// <param name="stem">Its path without the extension.</param>
    /// <returns>Its path.</returns>
    public string Write(string stem)
    {
        string path = stem + (Format == CoreMlFormat.NeuralNetwork ? ".mlmodel" : ".mlpackage");
        if (Format == CoreMlFormat.NeuralNetwork) AtomicFile.Write(path, stream => stream.Write(parts.Model.Span));
        else PackageFolder.Write(path, parts);
        return path;
    }

    private static Feature FeatureOf(FeatureDescription feature) => new(feature.Name, [.. feature.Type.MultiArrayType.Shape]);

    private static string HashOf(CoreMlPackage parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(parts.Model.Span);
        hash.AppendData(parts.Weights.Span);
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
