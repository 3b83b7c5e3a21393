using System.Text.Json;
using RefCnn.Applications;
using RefCnn.Core;
using RefCnn.Networks.Detection;

namespace RefCnn.Cli.Applications;

/// <summary>A box for programs.</summary>
internal static class BoxJson
{
    /// <summary>Writes the members <c>left</c>, <c>top</c>, <c>right</c>, <c>bottom</c>, in pixels; the last two lie outside.</summary>
    /// <param name="json">The writer, inside an object.</param>
    /// <param name="box">The box.</param>
    /// <param name="picture">The picture's shape.</param>
    public static void Write(Utf8JsonWriter json, DetectedBox box, Shape picture)
    {
        var place = PixelBox.Of(box, picture.Width, picture.Height);
        json.WriteNumber("left", place.Left);
        json.WriteNumber("top", place.Top);
        json.WriteNumber("right", place.Right);
        json.WriteNumber("bottom", place.Bottom);
    }
}
