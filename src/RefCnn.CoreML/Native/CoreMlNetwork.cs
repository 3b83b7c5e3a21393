using System.Collections.Immutable;
using System.Runtime.InteropServices;
using RefCnn.Core;
using RefCnn.CoreML.Emit;
using RefCnn.CoreML.Native.Framework;
using RefCnn.CoreML.Native.ObjectiveC;

namespace RefCnn.CoreML.Native;

/// <summary>A network that Core ML has loaded. For any number of threads, whose runs take turns: Core ML's models are for one at a time.</summary>
internal sealed class CoreMlNetwork(
    TappedNetwork tapped, ImmutableArray<Feature> inputFeatures, ImmutableArray<Feature> outputFeatures, CompiledModelCache.CompiledModel compiled, RetainedObject model)
    : ICompiledNetwork
{
    private readonly Lock turn = new();

    /// <inheritdoc/>
    public Network Network => tapped.Given;

    /// <inheritdoc/>
    public RunResult Run(IReadOnlyDictionary<string, Tensor<float>> inputs, RunOptions? options = null, CancellationToken cancellation = default)
    {
        InputCheck.Demand(Network, inputs);
        Tensor[] results;
        lock (turn)
        {
            ObjectDisposedException.ThrowIf(model.IsClosed, this);
            cancellation.ThrowIfCancellationRequested();
            results = Predict(inputs);
        }

        for (int i = 0; i < Network.Nodes.Length; i++) options?.Progress?.Report(new RunProgress(Network.Nodes[i].Name, i + 1, Network.Nodes.Length));
        return tapped.Sort(inputs, results);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (turn)
        {
            model.Dispose();
            compiled.Dispose();
        }
    }

    // Core ML reads the inputs where they are: they stay pinned until the pool has released the arrays over them.
    private Tensor[] Predict(IReadOnlyDictionary<string, Tensor<float>> inputs)
    {
        var pins = new GCHandle[inputFeatures.Length];
        try
        {
            for (int i = 0; i < pins.Length; i++) pins[i] = GCHandle.Alloc(inputs[Network.Nodes[Network.Inputs[i]].Name].Values, GCHandleType.Pinned);
            using AutoreleasePool pool = AutoreleasePool.Open();
            return Read(MLModel.Predict(model, FeaturesOf(pins), Network.Name));
        }
        finally
        {
            foreach (GCHandle pin in pins)
            {
                if (pin.IsAllocated) pin.Free();
            }
        }
    }

    private unsafe Id FeaturesOf(GCHandle[] pins)
    {
        var arrays = new Id[pins.Length];
        for (int i = 0; i < arrays.Length; i++) arrays[i] = MLMultiArray.Over((float*)pins[i].AddrOfPinnedObject(), inputFeatures[i].Shape, inputFeatures[i].Name);
        return MLFeatures.Of([.. inputFeatures.Select(feature => feature.Name)], arrays, Network.Name);
    }

    private Tensor[] Read(Id features)
    {
        var results = new Tensor[outputFeatures.Length];
        for (int i = 0; i < results.Length; i++)
        {
            string name = outputFeatures[i].Name;
            results[i] = MLMultiArray.Read(MLFeatures.MultiArrayOf(features, name), tapped.Written.Shapes[tapped.Written.Outputs[i].Node], name);
        }

        return results;
    }
}
