using Google.Protobuf;
using RefCnn.Core;
using RefCnn.Formats.Onnx.Schema;

namespace RefCnn.ConformanceTests.Cli;

/// <summary>An ONNX model of two outputs: a 1×1 convolution of two channels into three, and its rectified values.</summary>
internal static class SmallModel
{
    public static void Write(string path)
    {
        var weight = new TensorProto { Name = "w", DataType = TensorProto.Types.DataType.Float };
        weight.Dims.AddRange([3, 2, 1, 1]);
        weight.FloatData.AddRange([1, 0, 0, 1, -1, -1]);
        var convolution = new NodeProto { OpType = "Conv", Name = "mix" };
        convolution.Input.AddRange(["x", "w"]);
        convolution.Output.Add("mixed");
        var relu = new NodeProto { OpType = "Relu", Name = "rectify" };
        relu.Input.Add("mixed");
        relu.Output.Add("rectified");

        var graph = new GraphProto { Name = "small" };
        graph.Input.Add(Value("x", 1, 2, 2, 3));
        graph.Output.AddRange([Value("mixed", 1, 3, 2, 3), Value("rectified", 1, 3, 2, 3)]);
        graph.Initializer.Add(weight);
        graph.Node.AddRange([convolution, relu]);
        var model = new ModelProto { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 13 });
        File.WriteAllBytes(path, model.ToByteArray());
    }

    /// <summary>An ONNX model that gives back its input, a colour picture of 4×6.</summary>
    public static void WriteCopier(string path)
    {
        var identity = new NodeProto { OpType = "Identity", Name = "copy" };
        identity.Input.Add("picture");
        identity.Output.Add("copied");
        var graph = new GraphProto { Name = "copier" };
        graph.Input.Add(Value("picture", 1, 3, 4, 6));
        graph.Output.Add(Value("copied", 1, 3, 4, 6));
        graph.Node.Add(identity);
        var model = new ModelProto { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 13 });
        File.WriteAllBytes(path, model.ToByteArray());
    }

    /// <summary>An input whose outputs can be told by eye: channel 0 counts 1 to 6, channel 1 is 10.</summary>
    public static Tensor<float> Input() => new(new Shape(1, 2, 2, 3), [1, 2, 3, 4, 5, 6, 10, 10, 10, 10, 10, 10]);

    private static ValueInfoProto Value(string name, params long[] extents)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(extents.Select(extent => new TensorShapeProto.Types.Dimension { DimValue = extent }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = TensorProto.Types.DataType.Float, Shape = shape } },
        };
    }
}
