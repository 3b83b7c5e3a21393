using System.Collections.Immutable;
using Google.Protobuf;
using RefCnn.Core;
using RefCnn.CoreML.Packages;
using RefCnn.CoreML.Reading;
using RefCnn.CoreML.Schema;
using RefCnn.Serialization;

namespace RefCnn.CoreML;

/// <summary>What a Core ML file holds.</summary>
/// <param name="Network">The network.</param>
/// <param name="Notes">What was assumed on the way, and what its inputs expect; one sentence each.</param>
public sealed record CoreMlContent(Network Network, ImmutableArray<string> Notes)
{
    /// <summary>The indices of the nodes whose values the file stores as float16; none in a neural network, which computes in float32.</summary>
    public ImmutableHashSet<int> HalfPrecisionNodes { get; init; } = [];
}

/// <summary>Reads Core ML files as the published specification defines them.</summary>
public static class CoreMlReader
{
    /// <summary>Whether a path's extension is one of Core ML's.</summary>
    /// <param name="path">The path.</param>
    public static bool Recognizes(string path)
    {
        string extension = Path.GetExtension(Path.TrimEndingDirectorySeparator(path));
        return extension.Equals(".mlmodel", StringComparison.OrdinalIgnoreCase) || extension.Equals(".mlpackage", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads a file, or the folder of a package.</summary>
    /// <param name="path">The file or folder.</param>
    /// <exception cref="CoreMlException">It cannot be read, or has something that cannot be computed; the message names the layer.</exception>
    public static CoreMlContent Read(string path)
    {
        try
        {
            return Directory.Exists(path) ? Read(PackageFolder.Read(path), path) : Read(InputFile.ReadAll(path), path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CoreMlException($"{path}: cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>Reads the bytes of a <c>.mlmodel</c> file.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="path">Where they are from, for messages and the network's name.</param>
    /// <exception cref="CoreMlException">They are no Core ML model, or have something that cannot be computed; the message names the layer.</exception>
    public static CoreMlContent Read(ReadOnlyMemory<byte> content, string path) => Read(new CoreMlPackage(content, ReadOnlyMemory<byte>.Empty), path);

    /// <summary>Reads the parts of a <c>.mlpackage</c>.</summary>
    /// <param name="package">The parts.</param>
    /// <param name="path">Where they are from, for messages and the network's name.</param>
    /// <exception cref="CoreMlException">They are no Core ML model, or have something that cannot be computed; the message names the layer.</exception>
    public static CoreMlContent Read(CoreMlPackage package, string path)
    {
        try
        {
            return ModelReader.Read(Model.Parser.ParseFrom(package.Model.Span), package.Weights, path);
        }
        catch (InvalidProtocolBufferException fault)
        {
            throw new CoreMlException($"{path}: is not a Core ML model, or is damaged", fault);
        }
        catch (OverflowException fault)
        {
            throw new CoreMlException($"{path}: has an extent beyond 2³¹", fault);
        }
        catch (RefCnnException fault) when (!fault.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new CoreMlException($"{path}: {fault.Message}", fault);
        }
    }
}
