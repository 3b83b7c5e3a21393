using System.Text.Json;
using System.Text.Json.Serialization;
using RefCnn.Core.Layers;

namespace RefCnn.Serialization;

/// <summary>Enumerations of layers in lower-kebab, e.g. <c>align-corners</c>; never numbers.</summary>
internal static class EnumJsonConverters
{
    public static IEnumerable<JsonConverter> All { get; } =
    [
        Of<PoolRounding>(), Of<PoolDivisor>(), Of<GlobalPoolFunction>(), Of<EpsilonPlacement>(), Of<ResponseRegion>(), Of<UnaryFunction>(),
        Of<BinaryFunction>(), Of<ReduceFunction>(), Of<PadMode>(), Of<BlockOrder>(), Of<ResizeInterpolation>(), Of<ResizeCoordinates>(), Of<NearestRounding>(),
    ];

    private static JsonStringEnumConverter<T> Of<T>()
        where T : struct, Enum => new(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
}
