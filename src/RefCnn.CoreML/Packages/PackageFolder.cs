using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RefCnn.Serialization;

namespace RefCnn.CoreML.Packages;

/// <summary>A package on disk: Manifest.json, and below Data/com.apple.CoreML the model and its weights.</summary>
internal static class PackageFolder
{
    private const string Author = "com.apple.CoreML";
    private const string ModelPath = Author + "/model.mlmodel";
    private const string WeightsPath = Author + "/weights";
    private const string WeightsFile = "weight.bin";

    /// <summary>Writes a package, whole or not at all.</summary>
    /// <param name="path">The folder; one that exists is replaced.</param>
    /// <param name="package">What it holds.</param>
    public static void Write(string path, CoreMlPackage package)
    {
        string place = Path.TrimEndingDirectorySeparator(path);
        using var output = new UnfinishedOutput(place);
        string temporary = output.Path, former = $"{temporary}.former";
        try
        {
            string weights = Path.Combine(temporary, "Data", WeightsPath);
            Directory.CreateDirectory(weights);
            File.WriteAllBytes(Path.Combine(temporary, "Data", ModelPath), package.Model.Span);
            File.WriteAllBytes(Path.Combine(weights, WeightsFile), package.Weights.Span);
            File.WriteAllText(Path.Combine(temporary, "Manifest.json"), Manifest(package));
            if (Directory.Exists(place)) Directory.Move(place, former);
            Directory.Move(temporary, place);
            if (Directory.Exists(former)) Directory.Delete(former, recursive: true);
        }
        catch (Exception fault)
        {
            if (Directory.Exists(former) && !Directory.Exists(place)) Directory.Move(former, place);
            if (AtomicFile.IsOfTheDisk(fault)) throw new CoreMlException($"{path}: cannot be written: {fault.Message}", fault);
            throw;
        }
    }

    /// <summary>Reads a package: its manifest names the model.</summary>
    /// <param name="path">The folder.</param>
    public static CoreMlPackage Read(string path)
    {
        string manifest = Path.Combine(path, "Manifest.json");
        if (!File.Exists(manifest)) throw new CoreMlException($"{path}: is no package: it has no Manifest.json");
        string model = Path.Combine(path, "Data", RootOf(manifest, path));
        string weights = Path.Combine(Path.GetDirectoryName(model)!, "weights", WeightsFile);
        if (!File.Exists(model)) throw new CoreMlException($"{path}: its manifest names '{model}', which is not there");
        if (FolderLinks.LeadOut(path, model) || FolderLinks.LeadOut(path, weights)) throw new CoreMlException($"{path}: its model or weights are a link that leads out of the package");
        return new CoreMlPackage(InputFile.ReadAll(model), File.Exists(weights) ? InputFile.ReadAll(weights) : ReadOnlyMemory<byte>.Empty);
    }

    private static string RootOf(string manifest, string path)
    {
        try
        {
            JsonNode root = JsonNode.Parse(Encoding.UTF8.GetString(InputFile.ReadAll(manifest)))!;
            string identifier = (string)root["rootModelIdentifier"]!;
            string relative = (string)root["itemInfoEntries"]![identifier]!["path"]!;
            bool inside = !Path.IsPathRooted(relative) && !relative.Split('/', '\\').Contains("..");
            return inside ? relative : throw new CoreMlException($"{path}: its manifest names the model '{relative}', outside the package");
        }
        catch (Exception fault) when (fault is JsonException or NullReferenceException or InvalidOperationException or ArgumentException)
        {
            throw new CoreMlException($"{path}: its Manifest.json does not name a model", fault);
        }
    }

    private static string Manifest(CoreMlPackage package)
    {
        string model = Identifier("model", package), weights = Identifier("weights", package);
        return $$"""
            {
              "fileFormatVersion": "1.0.0",
              "itemInfoEntries": {
                "{{model}}": {
                  "author": "{{Author}}",
                  "description": "CoreML Model Specification",
                  "name": "model.mlmodel",
                  "path": "{{ModelPath}}"
                },
                "{{weights}}": {
                  "author": "{{Author}}",
                  "description": "CoreML Model Weights",
                  "name": "weights",
                  "path": "{{WeightsPath}}"
                }
              },
              "rootModelIdentifier": "{{model}}"
            }

            """.ReplaceLineEndings("\n");
    }

    // Identifiers come from the content, so that equal networks make equal packages. Version 8 of UUIDs is for such schemes (RFC 9562).
    private static string Identifier(string part, CoreMlPackage package)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(part));
        hash.AppendData(package.Model.Span);
        hash.AppendData(package.Weights.Span);
        byte[] bytes = hash.GetHashAndReset()[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString().ToUpperInvariant();
    }
}
