using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;
using RefCnn.CoreML.Schema.Mil;

namespace RefCnn.CoreML.Emit;

/// <summary>Makes a program of a lowered network: operation set CoreML5, which iOS 15 and macOS 12 have.</summary>
internal static class ProgramWriter
{
    /// <summary>How a program names the file of its weights.</summary>
    public const string WeightsReference = "@model_path/weights/weight.bin";

    /// <summary>The operation set.</summary>
    public const string OperationSet = "CoreML5";

    private const int Version = 6;

    /// <summary>Makes the message and the file of weights.</summary>
    /// <param name="network">A network whose every layer and shape Core ML can express.</param>
    /// <param name="options">Precision, image input, labels, metadata.</param>
    public static (Model Model, byte[] Weights) Write(Network network, EmitOptions options)
    {
        Network lowered = Lowering.LoweringTable.Lower(network, options.Precision);
        using var program = new ProgramBuilder(options.Precision == CoreMlPrecision.Float16);
        int probabilities = ClassOutput.IndexIn(network, options.ClassLabels);
        if (probabilities >= 0) program.Names.Reserve(FeatureDescriptions.LabelName, FeatureDescriptions.ProbabilitiesName);
        string[] outputs = [.. lowered.Outputs.Select(output => program.Names.Of(output.Name))];
        var function = new Function { Opset = OperationSet };
        string[] names = new string[lowered.Nodes.Length];
        foreach (int input in lowered.Inputs) names[input] = DefineInput(program, function, lowered, input, options.Image);
        for (int index = 0; index < names.Length; index++)
        {
            Node node = lowered.Nodes[index];
            if (node.Layer is Input) continue;
            names[index] = program.Names.Of(node.Name);
            ProgramTable.Emit(new ProgramNode(
                program, node.Layer, names[index], [.. node.Inputs.Select(input => names[input])], lowered.InputShapes(index), lowered.Shapes[index]));
        }

        for (int i = 0; i < outputs.Length; i++) DefineOutput(program, outputs[i], names[lowered.Outputs[i].Node], lowered.Shapes[lowered.Outputs[i].Node]);
        if (probabilities >= 0) program.Classify(outputs[probabilities], options.ClassLabels, FeatureDescriptions.LabelName, FeatureDescriptions.ProbabilitiesName);
        function.BlockSpecializations.Add(OperationSet, program.Block);
        ModelDescription description = FeatureDescriptions.Of(network, lowered, outputs, options, shape => shape.Extents.ToArray());
        program.Block.Outputs.Add(description.Output.Select(output => output.Name));
        for (int i = 0; i < function.Inputs.Count; i++) description.Input[i].Name = function.Inputs[i].Name;
        var model = new Model
        {
            SpecificationVersion = lowered.Inputs.IsEmpty ? Emit.SpecificationVersion.WithoutInputs : Version,
            Description = description,
            MlProgram = new Program { Version = 1, Functions = { ["main"] = function } },
        };
        return (model, program.Blobs.ToArray());
    }

    // Inputs and outputs are float32: multi-arrays of float16 came a year after the operation set.
    private static string DefineInput(ProgramBuilder program, Function function, Network lowered, int input, ImageInput? image)
    {
        Shape shape = lowered.Shapes[input];
        string name = program.Names.Of(lowered.Nodes[input].Name);
        function.Inputs.Add(new NamedValueType { Name = name, Type = MilValues.TypeOf(DataType.Float32, shape.Extents) });
        string value = program.Halves ? Cast(program, name, $"{name}_fp16", "fp16", shape, DataType.Float16) : name;
        return image is null ? value : Scaled(program, value, shape, image);
    }

    private static string Scaled(ProgramBuilder program, string value, Shape shape, ImageInput image)
    {
        string scaled = program.Names.Of($"{value}_scaled"), biased = program.Names.Of($"{value}_biased");
        float[] bias = [.. ImagePreprocessing.BiasOf(image)];
        string scale = program.Constant($"{value}_scale", MilValues.Of(image.Scale, program.Halves));
        program.Operation("mul", scaled, shape, [("x", [value]), ("y", [scale])]);
        program.Operation("add", biased, shape, [("x", [scaled]), ("y", [program.Weights($"{value}_bias", new Shape(1, bias.Length, 1, 1), bias)])]);
        return biased;
    }

    private static void DefineOutput(ProgramBuilder program, string output, string value, Shape shape)
    {
        if (program.Halves) CastTo(program, value, output, "fp32", shape, DataType.Float32);
        else program.Operation("identity", output, shape, [("x", [value])]);
    }

    private static string Cast(ProgramBuilder program, string value, string wanted, string type, Shape shape, DataType element)
    {
        string made = program.Names.Of(wanted);
        CastTo(program, value, made, type, shape, element);
        return made;
    }

    private static void CastTo(ProgramBuilder program, string value, string made, string type, Shape shape, DataType element) =>
        program.Operation("cast", made, shape, [("x", [value]), ("dtype", [program.Constant($"{made}_dtype", MilValues.Of(type))])], element);
}
