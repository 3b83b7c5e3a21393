using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks.Detection;
using RefCnn.Pictures;

namespace RefCnn.Applications;

/// <summary>
/// A network that turns a picture into another. Pictures are 1 × 3 × height × width, red, green, blue, 0 to 255. The network is compiled for the size of the first
/// picture and again where another comes.
/// </summary>
public sealed class PictureTransform : IDisposable
{
    private readonly IBackend engine;
    private readonly Network network;
    private readonly PictureOptions values;
    private readonly CompileOptions options;
    private readonly int input;
    private ICompiledNetwork? compiled;

    /// <summary>Prepares a network.</summary>
    /// <param name="engine">What computes it.</param>
    /// <param name="network">One picture goes in, first of its inputs, and one comes out, first of its outputs.</param>
    /// <param name="values">What samples become before the network, and from what they are made after it.</param>
    /// <param name="options">Threads.</param>
    /// <exception cref="RefCnnException">The network takes or gives no picture of three channels.</exception>
    public PictureTransform(IBackend engine, Network network, PictureOptions values, CompileOptions options)
    {
        (this.engine, this.network, this.values, this.options) = (engine, network, values, options);
        input = PictureInput.Of(network);
        Shape output = network.Shapes[network.Outputs[0].Node];
        if (output is not { Rank: 4, Batch: 1, Channels: 3 })
            throw new RefCnnException($"network '{network.Name}': output '{network.Outputs[0].Name}' has shape {output}; expected a picture, 1 × 3 × height × width");
    }

    /// <summary>The network.</summary>
    public Network Network => network;

    /// <summary>The size of picture that the network was made for.</summary>
    public Size2D ModelSize => PictureInput.SizeOf(network, input);

    /// <summary>
    /// Transforms a picture at its own size: it is widened to the next size that the network takes by repeating its last row and column, and the result cut back.
    /// Where the network takes its own size only, <see cref="ApplyResized"/> is what happens.
    /// </summary>
    /// <param name="picture">The picture.</param>
    /// <param name="others">Tensors for the network's other inputs, by name.</param>
    /// <param name="progress">Told after each node; or null.</param>
    /// <param name="cancellation">Gives up.</param>
    public Tensor<float> Apply(
        Tensor<float> picture, IReadOnlyDictionary<string, Tensor<float>>? others = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        Size2D size = SizeOf(picture);
        if (ResizedNetwork.AtLeast(network, input, size) is not { } resized) return ApplyResized(picture, others, progress, cancellation);
        Tensor<float> result = Run(resized, CropWindow.Apply(picture, 0, 0, PictureInput.SizeOf(resized, input)), others, progress, cancellation);
        return CropWindow.Apply(result, 0, 0, size);
    }

    /// <summary>Transforms a picture at the size that the network was made for: it is resized to that, and the result back.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="others">Tensors for the network's other inputs, by name.</param>
    /// <param name="progress">Told after each node; or null.</param>
    /// <param name="cancellation">Gives up.</param>
    public Tensor<float> ApplyResized(
        Tensor<float> picture, IReadOnlyDictionary<string, Tensor<float>>? others = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default) =>
        TriangleFilter.Resize(Run(network, TriangleFilter.Resize(picture, ModelSize), others, progress, cancellation), SizeOf(picture));

    /// <inheritdoc/>
    public void Dispose() => compiled?.Dispose();

    private Tensor<float> Run(
        Network sized, Tensor<float> picture, IReadOnlyDictionary<string, Tensor<float>>? others, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (compiled is null || compiled.Network.Shapes[input] != sized.Shapes[input])
        {
            compiled?.Dispose();
            compiled = null;
            compiled = engine.Compile(sized, options, cancellation);
        }

        var inputs = new Dictionary<string, Tensor<float>>(others ?? new Dictionary<string, Tensor<float>>()) { [sized.Nodes[input].Name] = values.ToValues(picture) };
        RunResult result = compiled.Run(inputs, new RunOptions(progress), cancellation);
        return values.ToSamples(result.Outputs[sized.Outputs[0].Name].ToSingle());
    }

    private static Size2D SizeOf(Tensor<float> picture) => new(picture.Shape.Height, picture.Shape.Width);
}
