using RefCnn.Core;
using RefCnn.CoreML.Schema;
using RefCnn.CoreML.Schema.Mil;

namespace RefCnn.CoreML.Reading;

/// <summary>Reads the main function of a program.</summary>
internal static class ProgramReader
{
    /// <summary>Reads a program.</summary>
    /// <param name="model">The model that holds it.</param>
    /// <param name="weights">The file of weights; empty where there is none.</param>
    /// <param name="path">Where it is from.</param>
    public static CoreMlContent Read(Model model, ReadOnlyMemory<byte> weights, string path)
    {
        if (!model.MlProgram.Functions.TryGetValue("main", out Function? function))
            throw new CoreMlException($"the program has no function 'main', but {string.Join(", ", model.MlProgram.Functions.Keys.Order(StringComparer.Ordinal))}");
        if (!function.BlockSpecializations.TryGetValue(function.Opset, out Block? block))
            throw new CoreMlException($"function 'main' has no block for its own operation set '{function.Opset}'");
        var context = new ProgramContext(Path.GetFileNameWithoutExtension(path), new BlobFileReader(weights), model.CalculateSize() + weights.Length);
        var notes = new List<string>();
        foreach (NamedValueType input in function.Inputs)
        {
            FeatureDescription? described = model.Description?.Input.FirstOrDefault(feature => feature.Name == input.Name);
            context.Define(input.Name, context.Builder.Input(context.UniqueName(input.Name), ShapeOf(input, described, notes)));
            context.NoteElement(input);
            if (described?.Type?.ImageType is { } image) notes.Add($"input '{input.Name}' takes a picture of {image.Width}×{image.Height} pixels from 0 to 255, channels {image.ColorSpace}");
        }

        foreach (Operation operation in block.Operations) Add(operation, context);
        Operation? classify = block.Operations.FirstOrDefault(operation => operation.Type == "classify");
        foreach (string output in block.Outputs.Where(output => classify is null || output != classify.Outputs[0].Name)) context.Builder.Output(output, context.NodeOf(output));
        if (classify is not null) notes.Add($"is a classifier of {ClassifyOperation.Labels(classify).Count()} classes; output '{classify.Outputs[1].Name}' holds their probabilities in the order of the labels");
        return new CoreMlContent(context.Builder.Build(), [.. notes]) { HalfPrecisionNodes = [.. context.Halves] };
    }

    private static void Add(Operation operation, ProgramContext context)
    {
        if (operation.Outputs.Count == 0) throw new CoreMlException($"an operation ({operation.Type}) makes nothing");
        if (operation.Type == "const")
        {
            if (operation.Outputs.Count != 1 || !operation.Attributes.TryGetValue("val", out Value? value)) throw new CoreMlException("a const has no value, or no name");
            context.Define(operation.Outputs[0].Name, MilConstant.Of(value, context.Blobs, operation.Outputs[0].Name));
            return;
        }

        if (operation.Type.StartsWith(ConstantExpressions.Prefix, StringComparison.Ordinal))
        {
            context.Define(operation.Outputs[0].Name, ConstantExpressions.Read(operation, context));
            return;
        }

        var reading = new OperationReading(operation, context);
        try
        {
            OperationTable.Read(reading);
            foreach (NamedValueType output in operation.Outputs) context.NoteElement(output);
        }
        catch (Exception fault) when (fault is RefCnnException and not CoreMlException or OverflowException)
        {
            throw reading.Refuse(fault.Message);
        }
    }

    // Where an extent is open, the network is the one of the default shape.
    private static Shape ShapeOf(NamedValueType input, FeatureDescription? described, List<string> notes)
    {
        if (input.Type?.TensorType is not { } type) throw new CoreMlException($"input '{input.Name}' is no tensor");
        if (type.Dimensions.All(dimension => dimension.Constant is not null)) return new Shape([.. type.Dimensions.Select(dimension => checked((int)dimension.Constant.Size))]);
        Shape? chosen = described?.Type?.MultiArrayType is { } array ? FlexibleShapes.DefaultOf(array)
            : described?.Type?.ImageType is { } image ? new Shape(1, image.ColorSpace is ImageFeatureType.Types.ColorSpace.Rgb or ImageFeatureType.Types.ColorSpace.Bgr ? 3 : 1, checked((int)image.Height), checked((int)image.Width))
            : null;
        if (chosen is not { } shape || shape.Rank != type.Dimensions.Count) throw new CoreMlException($"input '{input.Name}' has an open shape, and the description no default of {type.Dimensions.Count} dimensions");
        notes.Add($"input '{input.Name}' takes several shapes; the network is for the default, {shape}");
        return shape;
    }
}
