using RefCnn.CoreML.Schema;
using ArrayDataType = RefCnn.CoreML.Schema.ArrayFeatureType.Types.ArrayDataType;
using ColorSpace = RefCnn.CoreML.Schema.ImageFeatureType.Types.ColorSpace;

namespace RefCnn.CoreML.Validation;

/// <summary>Inputs and outputs: names, sorts, shapes, element types and the versions that these need.</summary>
internal static class DescriptionRules
{
    /// <summary>Checks a description.</summary>
    /// <param name="model">The model that has it.</param>
    /// <param name="findings">Where faults go.</param>
    public static void Check(Model model, Findings findings)
    {
        ModelDescription description = model.Description;
        findings.Demand(description.Output.Count > 0, "description", $"has no outputs");
        findings.Demand(description.Input.Count > 0 || model.SpecificationVersion >= RequiredVersion.WithoutInputs, "description",
            $"has no inputs, which needs version {RequiredVersion.WithoutInputs}; the file has {model.SpecificationVersion}");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string side, FeatureDescription feature) in description.Input.Select(feature => ("input", feature)).Concat(description.Output.Select(feature => ("output", feature))))
        {
            string where = $"{side} '{feature.Name}'";
            findings.Demand(feature.Name.Length > 0 && names.Add(feature.Name), where, $"has an empty name, or one that another input or output has");
            if (findings.Demand(feature.Type is { TypeCase: not FeatureType.TypeOneofCase.None }, where, $"has no type")) Check(model, side == "input", feature.Type, where, findings);
        }
    }

    private static void Check(Model model, bool input, FeatureType type, string where, Findings findings)
    {
        if (type.ImageType is { } image) Check(model.SpecificationVersion, image, where, findings);
        else if (type.MultiArrayType is { } array) Check(model.SpecificationVersion, input, array, where, findings);
        else findings.Demand(!input || model.TypeCase is Model.TypeOneofCase.Pipeline or Model.TypeOneofCase.PipelineClassifier or Model.TypeOneofCase.PipelineRegressor,
            where, $"is {type.TypeCase}; expected a picture or a multi-array");
    }

    private static void Check(int version, ImageFeatureType image, string where, Findings findings)
    {
        findings.Demand(image.ColorSpace is ColorSpace.Grayscale or ColorSpace.Rgb or ColorSpace.Bgr or ColorSpace.GrayscaleFloat16, where, $"has colour space {image.ColorSpace}");
        findings.Demand(image is { Width: > 0, Height: > 0 } || image.ImageSizeRange is not null || image.EnumeratedSizes is not null, where, $"has {image.Width}×{image.Height} pixels; expected positive numbers");
        findings.Demand(image.ColorSpace != ColorSpace.GrayscaleFloat16 || version >= 7, where, $"is of float16 pixels, which need version 7; the file has {version}");
        bool flexible = image.ImageSizeRange is not null || image.EnumeratedSizes is not null;
        findings.Demand(!flexible || version >= 3, where, $"has sizes to choose from, which need version 3; the file has {version}");
    }

    private static void Check(int version, bool input, ArrayFeatureType array, string where, Findings findings)
    {
        bool flexible = array.ShapeRange is not null || array.EnumeratedShapes is not null;
        findings.Demand(array.DataType is ArrayDataType.Float32 or ArrayDataType.Double or ArrayDataType.Int32 or ArrayDataType.Float16 || version >= 10, where, $"has element type {array.DataType}");
        findings.Demand(array.DataType != ArrayDataType.Float16 || version >= 7, where, $"is of float16, which needs version 7; the file has {version}");
        findings.Demand(!input || flexible || array.Shape.Count > 0, where, $"has no shape");
        findings.Demand(array.Shape.All(extent => extent > 0), where, $"has shape [{string.Join(", ", array.Shape)}]; expected positive extents");
        findings.Demand(!flexible || version >= 3, where, $"has shapes to choose from, which need version 3; the file has {version}");
        if (array.ShapeRange is not { } range || array.Shape.Count == 0) return;
        if (!findings.Demand(range.SizeRanges.Count == array.Shape.Count, where, $"has {range.SizeRanges.Count} ranges of {array.Shape.Count} extents")) return;
        for (int axis = 0; axis < array.Shape.Count; axis++)
        {
            SizeRange size = range.SizeRanges[axis];
            findings.Demand((ulong)array.Shape[axis] >= size.LowerBound && (size.UpperBound < 0 || array.Shape[axis] <= size.UpperBound), where,
                $"has the default extent {array.Shape[axis]} outside {size.LowerBound} to {size.UpperBound}");
        }
    }
}
