using RefCnn.CoreML.Native.Foundation;
using RefCnn.CoreML.Native.ObjectiveC;

namespace RefCnn.CoreML.Native.Framework;

/// <summary>Multi-arrays by name: what goes into a prediction and what comes out.</summary>
internal static unsafe class MLFeatures
{
    private static readonly Selector InitWithDictionary = Selector.Of("initWithDictionary:error:");
    private static readonly Selector FeatureValueWithMultiArray = Selector.Of("featureValueWithMultiArray:");
    private static readonly Selector FeatureValueForName = Selector.Of("featureValueForName:");
    private static readonly Selector MultiArrayValue = Selector.Of("multiArrayValue");

    /// <summary>An autoreleased MLDictionaryFeatureProvider.</summary>
    /// <param name="names">The names of the features.</param>
    /// <param name="arrays">As many multi-arrays.</param>
    /// <param name="network">The network's name, for errors.</param>
    /// <exception cref="CoreMlErrorException">Core ML refuses them.</exception>
    public static Id Of(ReadOnlySpan<string> names, ReadOnlySpan<Id> arrays, string network)
    {
        Id[] keys = new Id[names.Length], values = new Id[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            keys[i] = NSString.Of(names[i]);
            values[i] = Send.Object(ObjectiveCRuntime.ClassNamed("MLFeatureValue"), FeatureValueWithMultiArray, arrays[i]);
        }

        Id error = default;
        Id provider = Lifetime.Alloc(ObjectiveCRuntime.ClassNamed("MLDictionaryFeatureProvider"));
        Id features = Send.Object(provider, InitWithDictionary, NSDictionary.Of(keys, values), &error);
        return features.IsNil ? throw NSError.ToException(error, $"Core ML cannot take the inputs of network '{network}'") : Lifetime.Autorelease(features);
    }

    /// <summary>The multi-array of a name.</summary>
    /// <param name="features">An object that provides features.</param>
    /// <param name="name">The name.</param>
    /// <exception cref="CoreMlException">There is none, or it holds something else.</exception>
    public static Id MultiArrayOf(Id features, string name)
    {
        Id array = Send.Object(Send.Object(features, FeatureValueForName, NSString.Of(name)), MultiArrayValue);
        return array.IsNil ? throw new CoreMlException($"Core ML made no multi-array '{name}'") : array;
    }
}
