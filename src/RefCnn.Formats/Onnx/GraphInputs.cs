using RefCnn.Core;
using RefCnn.Formats.Onnx.Constants;
using RefCnn.Formats.Onnx.Schema;
using RefCnn.Serialization;
using Dimension = RefCnn.Formats.Onnx.Schema.TensorShapeProto.Types.Dimension;

namespace RefCnn.Formats.Onnx;

/// <summary>Decides for each graph input whether its value becomes part of the network, and which shape it has.</summary>
/// <param name="graph">The graph.</param>
/// <param name="options">Shapes and values that were given.</param>
/// <param name="context">What tensor names stand for.</param>
internal sealed class GraphInputs(GraphProto graph, ImportOptions options, OnnxGraphContext context)
{
    private readonly Dictionary<string, int> symbols = [];

    /// <summary>Defines every graph input that no initialiser stands for.</summary>
    /// <param name="demanded">The tensors whose values are needed at import.</param>
    /// <exception cref="ModelFormatException">A shape is open or contradicts the model, or a name is not the model's.</exception>
    public void Define(HashSet<string> demanded)
    {
        CheckNames();
        foreach (ValueInfoProto input in graph.Input)
        {
            if (Given(input.Name) is { } given) Match(input, given);
        }

        foreach (ValueInfoProto input in graph.Input)
        {
            NpyArray? value = options.InputValues?.GetValueOrDefault(input.Name);
            bool hasDefault = context.IsDefined(input.Name);
            if (value is not null && (hasDefault || demanded.Contains(input.Name))) context.Define(input.Name, ConstantValue.Of(value));
            else if (!hasDefault) DefineAtRunTime(input);
        }
    }

    private void DefineAtRunTime(ValueInfoProto input)
    {
        TensorProto.Types.DataType element = TypeOf(input)?.ElemType ?? TensorProto.Types.DataType.Float;
        bool integral = OnnxTensor.IsIntegral(element);
        if (!integral && !OnnxTensor.IsFloat(element) && element != TensorProto.Types.DataType.Undefined)
            throw Fault(input, $"has element type {element}; expected a real float, an integer of 8 to 64 bits, or bool");
        if (integral || element is TensorProto.Types.DataType.Double or TensorProto.Types.DataType.Float16 or TensorProto.Types.DataType.Bfloat16)
            context.Notes.Add($"input '{input.Name}' is {element} in the model and float32 in the network");
        context.Define(input.Name, context.Builder.Input(input.Name, ShapeOf(input)), integral);
    }

    private Shape ShapeOf(ValueInfoProto input)
    {
        if (Given(input.Name) is { } given) return given;
        if (TypeOf(input)?.Shape is not { } declared)
            throw Fault(input, $"has no shape in the model; give one with --input-shape {input.Name}=1x3x224x224");
        int[] extents = new int[declared.Dim.Count];
        for (int axis = 0; axis < extents.Length; axis++)
        {
            if (Extent(declared.Dim[axis]) is { } extent)
            {
                extents[axis] = extent;
            }
            else if (axis == 0)
            {
                extents[0] = 1;
                if (declared.Dim[0].DimParam.Length > 0) symbols[declared.Dim[0].DimParam] = 1;
                context.Notes.Add($"input '{input.Name}' leaves its batch open; 1 was assumed (--input-shape sets another)");
            }
            else
            {
                string example = string.Join('x', declared.Dim.Select((dimension, i) => Extent(dimension) ?? (i == 0 ? 1 : 224)));
                throw Fault(input, $"has the open shape {Describe(declared)}; give it whole, e.g. --input-shape {input.Name}={example}");
            }
        }

        return new Shape(extents);
    }

    private void Match(ValueInfoProto input, Shape given)
    {
        if (TypeOf(input)?.Shape is not { } declared) return;
        bool agrees = declared.Dim.Count == given.Rank;
        for (int axis = 0; agrees && axis < given.Rank; axis++)
        {
            Dimension dimension = declared.Dim[axis];
            agrees = Extent(dimension) is not { } extent || extent == given[axis];
            if (agrees && dimension.DimParam.Length > 0) symbols[dimension.DimParam] = given[axis];
        }

        if (!agrees) throw Fault(input, $"is given with shape {given}; the model expects {Describe(declared)}");
    }

    private void CheckNames()
    {
        HashSet<string> known = [.. graph.Input.Select(input => input.Name)];
        foreach (string name in (options.InputShapes?.Keys ?? []).Concat(options.InputValues?.Keys ?? []))
        {
            if (!known.Contains(name))
                throw new ModelFormatException(context.File, null, $"the model has no input '{name}'; it has {string.Join(", ", known.Select(input => $"'{input}'"))}");
        }
    }

    private Shape? Given(string name)
    {
        if (options.InputShapes is { } shapes && shapes.TryGetValue(name, out Shape shape)) return shape;
        return options.InputValues?.GetValueOrDefault(name)?.Shape;
    }

    // A negative extent is no extent: some exporters write −1 for an open one.
    private int? Extent(Dimension dimension) => dimension.ValueCase switch
    {
        Dimension.ValueOneofCase.DimValue when dimension.DimValue is >= 0 and <= int.MaxValue => (int)dimension.DimValue,
        Dimension.ValueOneofCase.DimParam when symbols.TryGetValue(dimension.DimParam, out int extent) => extent,
        _ => null,
    };

    private static TypeProto.Types.Tensor? TypeOf(ValueInfoProto input) => input.Type?.TensorType;

    private static string Describe(TensorShapeProto shape) => shape.Dim.Count == 0 ? "scalar" : string.Join('×', shape.Dim.Select(dimension =>
        dimension.ValueCase == Dimension.ValueOneofCase.DimParam && dimension.DimParam.Length > 0 ? dimension.DimParam
        : dimension.ValueCase == Dimension.ValueOneofCase.DimValue && dimension.DimValue >= 0 ? $"{dimension.DimValue}" : "?"));

    private ModelFormatException Fault(ValueInfoProto input, string reason) => new(context.File, null, $"input '{input.Name}' {reason}");
}
