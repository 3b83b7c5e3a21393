using RefCnn.CoreML.Native.Foundation;
using RefCnn.CoreML.Native.ObjectiveC;

namespace RefCnn.CoreML.Native.Framework;

/// <summary>Models: compiled from files, loaded, asked for predictions. Each call stands in an open <see cref="AutoreleasePool"/>.</summary>
internal static unsafe class MLModel
{
    private static readonly Selector CompileModel = Selector.Of("compileModelAtURL:error:");
    private static readonly Selector ModelWithContents = Selector.Of("modelWithContentsOfURL:configuration:error:");
    private static readonly Selector SetComputeUnits = Selector.Of("setComputeUnits:");
    private static readonly Selector PredictionFromFeatures = Selector.Of("predictionFromFeatures:error:");
    private static readonly Selector RespondsToSelector = Selector.Of("respondsToSelector:");

    // Core ML got it in the same version as the choice of the neural engine.
    private static readonly Selector CompileModelWithHandler = Selector.Of("compileModelAtURL:completionHandler:");

    /// <summary>Why compute units cannot be chosen here, or null where they can.</summary>
    /// <param name="units">The units.</param>
    public static string? ReasonWithout(ComputeUnits units) =>
        units == ComputeUnits.CpuAndNeuralEngine && Send.Boolean(ObjectiveCRuntime.ClassNamed("MLModel"), RespondsToSelector, CompileModelWithHandler) == 0
            ? "the choice of the neural engine needs macOS 13 or iOS 16"
            : null;

    /// <summary>Compiles a model into a temporary folder.</summary>
    /// <param name="path">The .mlmodel file or the .mlpackage folder.</param>
    /// <param name="network">The network's name, for errors.</param>
    /// <returns>The folder, which the caller deletes.</returns>
    /// <exception cref="CoreMlErrorException">Core ML refuses it.</exception>
    public static string Compile(string path, string network)
    {
        Id error = default;
        Id compiled = Send.Object(ObjectiveCRuntime.ClassNamed("MLModel"), CompileModel, NSUrl.OfFile(path), &error);
        return compiled.IsNil ? throw NSError.ToException(error, $"Core ML cannot compile network '{network}'") : NSUrl.PathOf(compiled);
    }

    /// <summary>Loads a compiled model.</summary>
    /// <param name="path">Its folder.</param>
    /// <param name="units">The units that it may compute on.</param>
    /// <param name="network">The network's name, for errors.</param>
    /// <exception cref="CoreMlErrorException">Core ML refuses it.</exception>
    public static RetainedObject Load(string path, ComputeUnits units, string network)
    {
        Id configuration = Lifetime.Autorelease(Lifetime.New(ObjectiveCRuntime.ClassNamed("MLModelConfiguration")));
        Send.Nothing(configuration, SetComputeUnits, (nint)units);
        Id error = default;
        Id model = Send.Object(ObjectiveCRuntime.ClassNamed("MLModel"), ModelWithContents, NSUrl.OfFile(path), configuration, &error);
        return model.IsNil ? throw NSError.ToException(error, $"Core ML cannot load network '{network}'") : new RetainedObject(model);
    }

    /// <summary>Computes. For one thread at a time.</summary>
    /// <param name="model">A loaded model.</param>
    /// <param name="features">Its inputs.</param>
    /// <param name="network">The network's name, for errors.</param>
    /// <returns>Its outputs, autoreleased.</returns>
    /// <exception cref="CoreMlErrorException">Core ML fails.</exception>
    public static Id Predict(RetainedObject model, Id features, string network)
    {
        Id error = default;
        Id outputs = Send.Object(model, PredictionFromFeatures, features, &error);
        return outputs.IsNil ? throw NSError.ToException(error, $"Core ML cannot run network '{network}'") : outputs;
    }
}
