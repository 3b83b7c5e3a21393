using System.Collections.Immutable;
using RefCnn.Accelerate;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML;
using RefCnn.Pictures;

namespace RefCnn.Cli.Conversions;

/// <summary>Core ML files: what the options make of a network, how it is written, and what runs it again.</summary>
internal static class CoreMlConversion
{
    /// <summary>Writes a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file, or the folder of the package.</param>
    /// <param name="options">How.</param>
    /// <exception cref="UsageException">The picture is not for the network's input.</exception>
    /// <exception cref="CoreMlException">Core ML cannot express the network, or the labels are not for it.</exception>
    public static void Write(Network network, string path, ConversionOptions options) => CoreMlModel.Write(network, path, new EmitOptions(
        PrecisionOf(options), options.Picture is { } picture ? InputOf(network, picture) : null, options.Labels, options.Metadata));

    /// <summary>Runs what was written.</summary>
    /// <param name="network">The network that it was written from.</param>
    /// <param name="path">Where it was written.</param>
    /// <param name="options">How.</param>
    public static IBackend Written(Network network, string path, ConversionOptions options)
    {
        CoreMlFormat format = Path.GetExtension(path).Equals(".mlmodel", StringComparison.OrdinalIgnoreCase) ? CoreMlFormat.NeuralNetwork : CoreMlFormat.Program;
        var backend = new PortableCoreMlBackend(new AccelerateBackend(), format, PrecisionOf(options));
        return new WrittenModelBackend(backend.Name, backend.Precision, backend.UnavailableReason, (compile, cancellation) => backend.CompileFile(Described(network, options), path, compile, cancellation));
    }

    /// <summary>What a file computes: the network, after what the device makes of a picture.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">How it is written.</param>
    public static Network Described(Network network, ConversionOptions options)
    {
        if (options.Picture is not { } picture) return network;
        ImageInput image = InputOf(network, picture);
        int channels = network.Shapes[network.Inputs[0]].Channels;
        ImmutableArray<float> bias = image.Bias.IsDefault ? [.. new float[channels]] : image.Bias;
        var prepared = new NetworkBuilder(network.Name);
        int[] made = new int[network.Nodes.Length];
        for (int index = 0; index < made.Length; index++)
        {
            Node node = network.Nodes[index];
            made[index] = prepared.Add(node.Name, node.Layer, [.. node.Inputs.Select(input => made[input])]);
            if (node.Layer is not Input) continue;
            int scale = prepared.Add("picture:scale", new Constant(new Tensor<float>(new Shape(1), [image.Scale])));
            int scaled = prepared.Add("picture:scaled", new Binary(BinaryFunction.Mul), made[index], scale);
            made[index] = prepared.Add("picture:biased", new Binary(BinaryFunction.Add), scaled, prepared.Add("picture:bias", new Constant(new Tensor<float>(new Shape(channels, 1, 1), [.. bias]))));
        }

        foreach (NetworkOutput output in network.Outputs) prepared.Output(output.Name, made[output.Node]);
        return prepared.Build();
    }

    private static CoreMlPrecision PrecisionOf(ConversionOptions options) => options.IsHalf ? CoreMlPrecision.Float16 : CoreMlPrecision.Float32;

    // (pixel − mean) · scale = scale · pixel − mean · scale.
    private static ImageInput InputOf(Network network, PictureOptions picture)
    {
        Shape shape = network.Shapes[network.Inputs[0]];
        int channels = shape.Rank == 4 ? shape.Channels : 0;
        float scale = picture.Scale.Length > 0 ? picture.Scale[0] : 1;
        if (picture.Mean.Length > 1 && picture.Mean.Length != channels) throw new UsageException($"--mean: {picture.Mean.Length} numbers for an input of shape {shape}");
        ImmutableArray<float> bias = picture.Mean.IsDefaultOrEmpty ? default : [.. Enumerable.Range(0, channels).Select(channel => -scale * picture.Mean[picture.Mean.Length == 1 ? 0 : channel])];
        return new ImageInput(channels == 1 ? ImageColor.Grayscale : picture.Bgr ? ImageColor.Bgr : ImageColor.Rgb, scale, bias);
    }
}
