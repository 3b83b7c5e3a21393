using System.Collections.Immutable;
using System.Text.Json;
using RefCnn.Core;
using RefCnn.Serialization;

namespace RefCnn.Conformance;

/// <summary>Takes a new vector into a set.</summary>
public static class VectorAdder
{
    /// <summary>Validates a vector file, puts it in its place in canonical form, and computes its golden numbers where it is a reference case.</summary>
    /// <param name="file">A vector file anywhere.</param>
    /// <param name="directory">The directory that holds <c>layers/</c>.</param>
    /// <returns>The case as it now stands in the set.</returns>
    /// <exception cref="RefCnnException">The file is not a vector, its case exists, or a refusal that it expects does not come; nothing is left behind.</exception>
    public static VectorCase Add(string file, string directory)
    {
        string id = IdOf(file);
        string place = Path.Combine([directory, "layers", .. id.Split('/')]) + ".json", golden = Path.ChangeExtension(place, ".npy");
        if (File.Exists(place)) throw new RefCnnException($"{file}: there is a case '{id}' already; change it there, or choose another name");
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        AtomicFile.Copy(file, place);
        bool added = false;
        try
        {
            ImmutableArray<VectorChange> changes = VectorRebuilder.Rebuild(place, check: false);
            if (changes.FirstOrDefault(change => !change.Written) is { } fault) throw new RefCnnException($"{file}: {id} {fault.What}");
            VectorCase vector = VectorReader.Read(place);
            added = true;
            return vector;
        }
        finally
        {
            if (!added)
            {
                File.Delete(place);
                File.Delete(golden);
            }
        }
    }

    private static string IdOf(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            string? id = document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("id", out JsonElement value)
                && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            if (id?.Split('/') is not [string kind, string name]) throw new RefCnnException($"{file}: $.id: expected <kind>/<case>");
            VectorFiles.DemandKind(kind, $"{file}: ");
            return VectorScaffold.IsName(name) ? id : throw new RefCnnException($"{file}: $.id: '{name}' is not a lower-kebab name");
        }
        catch (JsonException fault)
        {
            throw new RefCnnException($"{file}: {fault.Message.ReplaceLineEndings(" ")}", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefCnnException($"{file}: cannot be read: {fault.Message}", fault);
        }
    }
}
