using System.Text.RegularExpressions;
using RefCnn.CoreML.Schema;
using RefCnn.CoreML.Schema.Mil;
using RefCnn.CoreML.Validation.Operations;
using ArrayDataType = RefCnn.CoreML.Schema.ArrayFeatureType.Types.ArrayDataType;

namespace RefCnn.CoreML.Validation;

/// <summary>A program: its versions, its main function against the description, its names; and its block, operation by operation.</summary>
internal static partial class ProgramRules
{
    private const int VersionOfFirstSet = 6;
    private const int FirstSet = 5;

    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "any", "bool", "dict", "false", "fp16", "fp32", "fp64", "func", "int8", "int16", "int32", "int64", "list", "program", "state", "string", "tensor", "true", "tuple",
        "uint8", "uint16", "uint32", "uint64",
    };

    /// <summary>Checks a program.</summary>
    /// <param name="model">The model that holds it.</param>
    /// <param name="weights">The file of weights.</param>
    /// <param name="findings">Where faults go.</param>
    public static void Check(Model model, ReadOnlyMemory<byte> weights, Findings findings)
    {
        Program program = model.MlProgram;
        findings.Demand(model.SpecificationVersion >= VersionOfFirstSet, "model", $"has specification version {model.SpecificationVersion}; programs need {VersionOfFirstSet}");
        findings.Demand(program.Version == 1, "program", $"has version {program.Version}; expected 1");
        if (!program.Functions.TryGetValue("main", out Function? function))
        {
            findings.Demand(false, "program", $"has no function 'main'");
            return;
        }

        int set = SetOf(function.Opset);
        findings.Demand(set >= FirstSet, "function 'main'", $"has the operation set '{function.Opset}'; expected CoreML5 or later");
        findings.Demand(set <= model.SpecificationVersion - VersionOfFirstSet + FirstSet, "model", $"has specification version {model.SpecificationVersion}; {function.Opset} needs {set + VersionOfFirstSet - FirstSet}");
        if (!function.BlockSpecializations.TryGetValue(function.Opset, out Block? block))
        {
            findings.Demand(false, "function 'main'", $"has no block for its own operation set '{function.Opset}'");
            return;
        }

        var check = new BlockCheck(BlobTable.Of(weights.Span, findings), set, findings);
        foreach (NamedValueType input in function.Inputs) check.Define(input);
        CheckInputs(model.Description, function, findings);
        check.Run(block);
        CheckOutputs(model.Description, block, check, findings);
    }

    /// <summary>Demands that a name is one that programs allow.</summary>
    /// <param name="name">The name.</param>
    /// <param name="findings">Where faults go.</param>
    public static void CheckName(string name, Findings findings)
    {
        findings.Demand(Identifier().IsMatch(name), $"value '{name}'", $"has a name that is no identifier: a letter or _, then letters, digits, _ and @");
        findings.Demand(!Words.Contains(name), $"value '{name}'", $"has a name that is a word of the language");
    }

    private static int SetOf(string name) => name.StartsWith("CoreML", StringComparison.Ordinal) && int.TryParse(name["CoreML".Length..], out int number) ? number : 0;

    private static void CheckInputs(ModelDescription description, Function function, Findings findings)
    {
        findings.Demand(
            description.Input.Select(input => input.Name).SequenceEqual(function.Inputs.Select(input => input.Name)), "function 'main'",
            $"has inputs {string.Join(", ", function.Inputs.Select(input => input.Name))}; the description has {string.Join(", ", description.Input.Select(input => input.Name))}");
        foreach ((FeatureDescription described, NamedValueType declared) in description.Input.Zip(function.Inputs))
        {
            if (MilType.Of(declared.Type) is { } type) CheckFeature(described, type, $"input '{described.Name}'", findings);
            else if (described.Type?.MultiArrayType is { ShapeRange: null, EnumeratedShapes: null }) findings.Demand(false, $"input '{described.Name}'", $"has an open shape in the program, but none in the description");
        }
    }

    private static void CheckOutputs(ModelDescription description, Block block, BlockCheck check, Findings findings)
    {
        bool classifier = description.PredictedFeatureName.Length > 0;
        foreach (string output in block.Outputs) findings.Demand(check.TypeOf(output) is not null || check.Skipped(output), $"output '{output}'", $"is made by no operation");
        foreach (FeatureDescription described in description.Output.Where(output => output.Type?.MultiArrayType is not null))
        {
            if (!findings.Demand(block.Outputs.Contains(described.Name), $"output '{described.Name}'", $"is none of the program's outputs {string.Join(", ", block.Outputs)}")) continue;
            if (check.TypeOf(described.Name) is { } type) CheckFeature(described, type, $"output '{described.Name}'", findings);
        }

        if (classifier) ClassifierRules.CheckNames(description, TypeOfClasses(check), findings);
        else findings.Demand(description.Output.Count == block.Outputs.Count, "function 'main'", $"has {block.Outputs.Count} outputs; the description has {description.Output.Count}");
    }

    private static bool TypeOfClasses(BlockCheck check) => check.ClassElement is null or DataType.String;

    private static void CheckFeature(FeatureDescription described, MilType type, string where, Findings findings)
    {
        if (described.Type?.ImageType is { } image)
        {
            long channels = image.ColorSpace is ImageFeatureType.Types.ColorSpace.Rgb or ImageFeatureType.Types.ColorSpace.Bgr ? 3 : 1;
            findings.Demand(type.Shape.SequenceEqual([1, channels, image.Height, image.Width]), where, $"is a picture of {image.Width}×{image.Height} pixels and {type} in the program");
            return;
        }

        if (described.Type?.MultiArrayType is not { } array) return;
        DataType element = array.DataType switch
        {
            ArrayDataType.Float32 => DataType.Float32,
            ArrayDataType.Float16 => DataType.Float16,
            ArrayDataType.Int32 => DataType.Int32,
            ArrayDataType.Double => DataType.Float64,
            _ => DataType.UnusedType,
        };
        findings.Demand(element == type.Element, where, $"is of {array.DataType} in the description and {type.Element} in the program");
        findings.Demand(array.Shape.Count == 0 || array.Shape.SequenceEqual(type.Shape), where, $"is of shape [{string.Join(", ", array.Shape)}] in the description and {type} in the program");
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_@]*$")]
    private static partial Regex Identifier();
}
