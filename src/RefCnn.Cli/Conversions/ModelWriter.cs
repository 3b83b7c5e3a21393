using RefCnn.Core;
using RefCnn.Formats.CSource;
using RefCnn.Formats.CSource.Native;
using RefCnn.Formats.Neutral;
using RefCnn.Formats.Onnx.Export;

namespace RefCnn.Cli.Conversions;

/// <summary>A format that models can be written in.</summary>
/// <param name="Extension">What tells it.</param>
/// <param name="Name">Its name.</param>
/// <param name="HasHalf">Whether weights can be float16.</param>
/// <param name="HasExternalWeights">Whether one can ask for the weights in a file beside it.</param>
/// <param name="Write">Writes a network to a path.</param>
/// <param name="Written">Runs what was written for a network at a path.</param>
internal sealed record ModelWriter(
    string Extension,
    string Name,
    bool HasHalf,
    bool HasExternalWeights,
    Action<Network, string, ConversionOptions> Write,
    Func<Network, string, ConversionOptions, IBackend> Written)
{
    /// <summary>The formats: one line each.</summary>
    private static readonly ModelWriter[] Table =
    [
        new(".onnx", "ONNX", HasHalf: true, HasExternalWeights: true, WriteOnnx, WrittenModelBackend.ReadBack),
        new(".json", "network file", HasHalf: false, HasExternalWeights: false, (network, path, options) => NetworkFile.Save(network, path, options.Weights), WrittenModelBackend.ReadBack),
        new(".c", "C source", HasHalf: false, HasExternalWeights: true, WriteC, WrittenC),
        new(".mlmodel", "Core ML neural network", HasHalf: true, HasExternalWeights: false, CoreMlConversion.Write, CoreMlConversion.Written) { IsCoreMl = true },
        new(".mlpackage", "Core ML program", HasHalf: true, HasExternalWeights: false, CoreMlConversion.Write, CoreMlConversion.Written) { IsCoreMl = true },
    ];

    /// <summary>Whether it takes the options of Core ML files.</summary>
    public bool IsCoreMl { get; init; }

    /// <summary>All extensions.</summary>
    public static IEnumerable<string> Extensions => Table.Select(writer => writer.Extension);

    /// <summary>All formats with their extensions, for help.</summary>
    public static string Description => string.Join(", ", Table.Select(writer => $"{writer.Extension} ({writer.Name})"));

    /// <summary>The format of a path, or null.</summary>
    /// <param name="path">The path.</param>
    public static ModelWriter? For(string path) => Array.Find(Table, writer => writer.Extension.Equals(Path.GetExtension(path), StringComparison.OrdinalIgnoreCase));

    private static void WriteOnnx(Network network, string path, ConversionOptions options) =>
        OnnxExporter.Write(network, path, new OnnxExportOptions(options.IsHalf ? OnnxPrecision.Float16 : OnnxPrecision.Float32, options.HasExternalWeights));

    private static void WriteC(Network network, string path, ConversionOptions options) => CSourceWriter.Write(network, path, new CSourceOptions(options.HasExternalWeights));

    // With a BLAS where there is one.
    private static WrittenModelBackend WrittenC(Network network, string path, ConversionOptions options)
    {
        var withBlas = new CSourceBackend();
        CSourceBackend backend = withBlas.UnavailableReason is null ? withBlas : new CSourceBackend(plain: true);
        return new WrittenModelBackend(backend.Name, options.Precision, backend.UnavailableReason, (compile, cancellation) => backend.CompileFile(network, path, compile, cancellation));
    }
}
