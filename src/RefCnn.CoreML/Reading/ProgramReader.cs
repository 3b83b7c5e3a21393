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
        var context = new ProgramContext(Path.GetFileNameWithoutExtension(path), new BlobFileReader(weights));
        foreach (NamedValueType input in function.Inputs)
        {
            context.Define(input.Name, context.Builder.Input(context.UniqueName(input.Name), ShapeOf(input)));
            context.NoteElement(input);
        }

        foreach (Operation operation in block.Operations) Add(operation, context);
        foreach (string output in block.Outputs) context.Builder.Output(output, context.NodeOf(output));
        string[] notes = [.. (model.Description?.Input ?? []).Where(feature => feature.Type?.ImageType is not null).Select(feature =>
            $"input '{feature.Name}' takes a picture of {feature.Type.ImageType.Width}×{feature.Type.ImageType.Height} pixels from 0 to 255, channels {feature.Type.ImageType.ColorSpace}")];
        return new CoreMlContent(context.Builder.Build(), [.. notes]) { HalfPrecisionNodes = [.. context.Halves] };
    }

    private static void Add(Operation operation, ProgramContext context)
    {
        if (operation.Type == "const")
        {
            if (operation.Outputs.Count != 1 || !operation.Attributes.TryGetValue("val", out Value? value)) throw new CoreMlException("a const has no value, or no name");
            context.Define(operation.Outputs[0].Name, MilConstant.Of(value, context.Blobs, operation.Outputs[0].Name));
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

    private static Shape ShapeOf(NamedValueType input) => input.Type?.TensorType is { } type
        ? new Shape([.. type.Dimensions.Select(dimension => dimension.Constant is { } constant
            ? checked((int)constant.Size)
            : throw new CoreMlException($"input '{input.Name}' has an extent that is not fixed"))])
        : throw new CoreMlException($"input '{input.Name}' is no tensor");
}
