using Google.Protobuf;
using RefCnn.CoreML.Packages;
using RefCnn.CoreML.Schema;
using RefCnn.CoreML.Validation;
using RefCnn.Serialization;

namespace RefCnn.CoreML;

/// <summary>
/// Checks Core ML files against the published specification, apart from how this library writes or reads them: required parts, counts of weights, declared shapes
/// (those of programs inferred anew, operation by operation), names, versions, the layout of weight.bin and of the package.
/// </summary>
public static class CoreMlValidator
{
    /// <summary>Checks a file, or the folder of a package.</summary>
    /// <param name="path">The file or folder.</param>
    /// <exception cref="CoreMlException">It cannot be opened, or is no Core ML file.</exception>
    public static CoreMlFindings Validate(string path)
    {
        try
        {
            if (!Directory.Exists(path)) return Validate(new CoreMlPackage(InputFile.ReadAll(path), ReadOnlyMemory<byte>.Empty), path);
            var findings = new Findings();
            PackageRules.Check(path, findings);
            Check(PackageFolder.Read(path), path, findings);
            return findings.Result;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CoreMlException($"{path}: cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>Checks the parts of a package, or a model without weights of its own.</summary>
    /// <param name="package">The parts.</param>
    /// <param name="path">Where they are from, for messages.</param>
    /// <exception cref="CoreMlException">They are no Core ML model.</exception>
    public static CoreMlFindings Validate(CoreMlPackage package, string path)
    {
        var findings = new Findings();
        Check(package, path, findings);
        return findings.Result;
    }

    private static void Check(CoreMlPackage package, string path, Findings findings)
    {
        try
        {
            ModelRules.Check(Model.Parser.ParseFrom(package.Model.Span), package.Weights, "model", findings);
        }
        catch (InvalidProtocolBufferException fault)
        {
            throw new CoreMlException($"{path}: is not a Core ML model, or is damaged", fault);
        }
    }
}
