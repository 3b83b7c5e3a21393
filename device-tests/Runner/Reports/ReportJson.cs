using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RefCnn.Conformance;
using RefCnn.DeviceTests.Runner.Devices;

namespace RefCnn.DeviceTests.Runner.Reports;

/// <summary>The JSON of reports, generated at build time: nothing is left to reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true,
    Converters = [typeof(KebabCase<Outcome>), typeof(KebabCase<Verdict>), typeof(KebabCase<Validity>), typeof(KebabCase<ThermalState>)])]
[JsonSerializable(typeof(DeviceReport))]
[JsonSerializable(typeof(ReportHead))]
[JsonSerializable(typeof(string))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>For files that people open.</summary>
    public static ReportJson Indented => field ??= new(new JsonSerializerOptions(Default.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

/// <summary>An enumeration by its names in lower-case words: <c>parity-failed</c>.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
internal sealed class KebabCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
