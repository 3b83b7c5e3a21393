using Google.Protobuf;
using Google.Protobuf.Reflection;
using RefCnn.Formats.Caffe.Schema;
using V1Type = RefCnn.Formats.Caffe.Schema.V1LayerParameter.Types.LayerType;

namespace RefCnn.Formats.Caffe;

/// <summary>Brings layers of the forms of 2013 (V0) and 2014 (V1) into today's, by the rules of Caffe's own upgrade (src/caffe/util/upgrade_proto.cpp).</summary>
internal static class CaffeUpgrade
{
    private static readonly Dictionary<V1Type, string> V1Types = new()
    {
        [V1Type.Absval] = "AbsVal",
        [V1Type.Accuracy] = "Accuracy",
        [V1Type.Argmax] = "ArgMax",
        [V1Type.Bnll] = "BNLL",
        [V1Type.Concat] = "Concat",
        [V1Type.ContrastiveLoss] = "ContrastiveLoss",
        [V1Type.Convolution] = "Convolution",
        [V1Type.Data] = "Data",
        [V1Type.Deconvolution] = "Deconvolution",
        [V1Type.Dropout] = "Dropout",
        [V1Type.DummyData] = "DummyData",
        [V1Type.EuclideanLoss] = "EuclideanLoss",
        [V1Type.Eltwise] = "Eltwise",
        [V1Type.Exp] = "Exp",
        [V1Type.Flatten] = "Flatten",
        [V1Type.Hdf5Data] = "HDF5Data",
        [V1Type.Hdf5Output] = "HDF5Output",
        [V1Type.HingeLoss] = "HingeLoss",
        [V1Type.Im2Col] = "Im2col",
        [V1Type.ImageData] = "ImageData",
        [V1Type.InfogainLoss] = "InfogainLoss",
        [V1Type.InnerProduct] = "InnerProduct",
        [V1Type.Lrn] = "LRN",
        [V1Type.MemoryData] = "MemoryData",
        [V1Type.MultinomialLogisticLoss] = "MultinomialLogisticLoss",
        [V1Type.Mvn] = "MVN",
        [V1Type.Pooling] = "Pooling",
        [V1Type.Power] = "Power",
        [V1Type.Relu] = "ReLU",
        [V1Type.Sigmoid] = "Sigmoid",
        [V1Type.SigmoidCrossEntropyLoss] = "SigmoidCrossEntropyLoss",
        [V1Type.Silence] = "Silence",
        [V1Type.Softmax] = "Softmax",
        [V1Type.SoftmaxLoss] = "SoftmaxWithLoss",
        [V1Type.Split] = "Split",
        [V1Type.Slice] = "Slice",
        [V1Type.Tanh] = "TanH",
        [V1Type.WindowData] = "WindowData",
        [V1Type.Threshold] = "Threshold",
    };

    private static readonly Dictionary<string, string> V0Types = new(StringComparer.Ordinal)
    {
        ["accuracy"] = "Accuracy",
        ["bnll"] = "BNLL",
        ["concat"] = "Concat",
        ["conv"] = "Convolution",
        ["data"] = "Data",
        ["dropout"] = "Dropout",
        ["euclidean_loss"] = "EuclideanLoss",
        ["flatten"] = "Flatten",
        ["hdf5_data"] = "HDF5Data",
        ["hdf5_output"] = "HDF5Output",
        ["im2col"] = "Im2col",
        ["images"] = "ImageData",
        ["infogain_loss"] = "InfogainLoss",
        ["innerproduct"] = "InnerProduct",
        ["lrn"] = "LRN",
        ["multinomial_logistic_loss"] = "MultinomialLogisticLoss",
        ["pool"] = "Pooling",
        ["relu"] = "ReLU",
        ["sigmoid"] = "Sigmoid",
        ["softmax"] = "Softmax",
        ["softmax_loss"] = "SoftmaxWithLoss",
        ["split"] = "Split",
        ["tanh"] = "TanH",
        ["window_data"] = "WindowData",
    };

    /// <summary>The layers of a net, whatever their form, in order.</summary>
    /// <param name="net">The net.</param>
    /// <param name="file">Its file, for messages.</param>
    /// <exception cref="ModelFormatException">A type is unknown, or both forms are mixed.</exception>
    public static IReadOnlyList<LayerParameter> Layers(NetParameter net, string file)
    {
        if (net.Layers.Count == 0) return net.Layer;
        if (net.Layer.Count > 0) throw new ModelFormatException(file, null, "has fields 'layer' and 'layers'; expected layers of one form");
        var layers = new List<LayerParameter>();
        var paddings = new Dictionary<string, (string Bottom, uint Pad)>(StringComparer.Ordinal);
        foreach (V1LayerParameter old in net.Layers)
        {
            if (old.Layer is null) layers.Add(OfV1(old, file));
            else if (old.Layer.Type == "padding" && old.Bottom.Count == 1 && old.Top.Count == 1) paddings[old.Top[0]] = (old.Bottom[0], old.Layer.Pad);
            else layers.Add(OfV0(old, paddings, file));
        }

        return layers;
    }

    private static LayerParameter OfV1(V1LayerParameter old, string file)
    {
        var layer = new LayerParameter { Name = old.Name };
        if (!V1Types.TryGetValue(old.Type, out string? type)) throw new ModelFormatException(file, $"layer '{old.Name}'", $"is of the type {old.Type}; expected one of {string.Join(", ", V1Types.Keys)}");
        layer.Type = type;
        layer.Bottom.Add(old.Bottom);
        layer.Top.Add(old.Top);
        layer.Include.Add(old.Include);
        layer.Exclude.Add(old.Exclude);
        layer.Blobs.Add(old.Blobs);
        foreach (FieldDescriptor field in V1LayerParameter.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.Name.EndsWith("_param", StringComparison.Ordinal) && field.Accessor.HasValue(old))
                LayerParameter.Descriptor.FindFieldByName(field.Name).Accessor.SetValue(layer, (IMessage)field.Accessor.GetValue(old));
        }

        return layer;
    }

    // A padding layer of this form stood before a convolution or a pooling, which now pad for themselves.
    private static LayerParameter OfV0(V1LayerParameter connection, Dictionary<string, (string Bottom, uint Pad)> paddings, string file)
    {
        V0LayerParameter old = connection.Layer.Clone();
        if (!V0Types.TryGetValue(old.Type, out string? type)) throw new ModelFormatException(file, $"layer '{old.Name}'", $"is of the type '{old.Type}'; expected one of {string.Join(", ", V0Types.Keys)}");
        var layer = new LayerParameter { Name = old.Name, Type = type };
        foreach (string bottom in connection.Bottom)
        {
            bool isPadded = paddings.TryGetValue(bottom, out (string Bottom, uint Pad) padding);
            if (isPadded && old.Type is not ("conv" or "pool")) throw new ModelFormatException(file, $"layer '{old.Name}'", "reads a padding layer; only convolution and pooling may");
            layer.Bottom.Add(isPadded ? padding.Bottom : bottom);
            if (isPadded) old.Pad = padding.Pad;
        }

        layer.Top.Add(connection.Top);
        layer.Blobs.Add(old.Blobs);
        switch (old.Type)
        {
            case "conv":
                layer.ConvolutionParam = new ConvolutionParameter { NumOutput = old.NumOutput, BiasTerm = old.Biasterm, Group = old.Group, Pad = { old.Pad }, Stride = { old.Stride } };
                if (old.HasKernelsize) layer.ConvolutionParam.KernelSize.Add(old.Kernelsize);
                break;
            case "innerproduct":
                layer.InnerProductParam = new InnerProductParameter { NumOutput = old.NumOutput, BiasTerm = old.Biasterm };
                break;
            case "pool":
                layer.PoolingParam = new PoolingParameter { Pool = old.Pool, Pad = old.Pad, Stride = old.Stride };
                if (old.HasKernelsize) layer.PoolingParam.KernelSize = old.Kernelsize;
                break;
            case "lrn":
                layer.LrnParam = new LRNParameter { LocalSize = old.LocalSize, Alpha = old.Alpha, Beta = old.Beta, K = old.K };
                break;
            case "concat":
                layer.ConcatParam = new ConcatParameter { ConcatDim = old.ConcatDim };
                break;
        }

        return layer;
    }
}
