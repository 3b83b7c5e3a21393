using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Networks.Blocks;

/// <summary>The steps that all classifiers are made of.</summary>
internal static class ClassifierBlocks
{
    /// <summary>The number of classes of ILSVRC 2012, for which every classifier here was published.</summary>
    public const int Classes = 1000;

    /// <summary>Adds the picture: one, of three channels.</summary>
    public static int Image(this SeededNetworkBuilder builder, int side) => builder.Input("image", new Shape(1, 3, side, side));

    /// <summary>Adds a convolution with a bias, and the ReLU after it; the weight's <paramref name="gain"/> is He's.</summary>
    public static int ConvolutionRelu(
        this SeededNetworkBuilder builder, string name, string reluName, int input, int outputs, Size2D kernel, int stride = 1, Padding2D padding = default, int groups = 1,
        double gain = 2) => builder.Relu(reluName, builder.Convolution(name, input, outputs, kernel, stride, padding, groups, gain: gain));

    /// <summary>Adds a max pooling in Caffe's manner: a last window that only partly fits is kept, cut off at the edge.</summary>
    public static int CaffeMaxPool(this SeededNetworkBuilder builder, string name, int input, int kernel, int stride, int padding = 0) =>
        builder.Add(name, new MaxPool2D(Window2D.Of(kernel, stride, padding), PoolRounding.CeilCaffe), input);

    /// <summary>Adds a max pooling whose windows all fit.</summary>
    public static int MaxPool(this SeededNetworkBuilder builder, string name, int input, int kernel, int stride, int padding = 0) =>
        builder.Add(name, new MaxPool2D(Window2D.Of(kernel, stride, padding)), input);

    /// <summary>Adds local response normalisation with the numbers of AlexNet and GoogLeNet in Caffe: 5 channels, α 1e-4 (divided by 5), β 0.75, k 1.</summary>
    public static int ResponseNorm(this SeededNetworkBuilder builder, string name, int input) => builder.Add(name, new LocalResponseNorm(5, 1e-4, 0.75, 1), input);

    /// <summary>Adds the mean of each channel.</summary>
    public static int GlobalAverage(this SeededNetworkBuilder builder, string name, int input) => builder.Add(name, new GlobalPool(GlobalPoolFunction.Average), input);

    /// <summary>Adds a flattening to one row a picture: channels, then rows, then columns.</summary>
    public static int Flatten(this SeededNetworkBuilder builder, string name, int input) => builder.Add(name, new Flatten(), input);

    /// <summary>Ends the network in its two outputs, <c>logits</c> and <c>softmax</c>, both [1, classes].</summary>
    public static Network Classify(this SeededNetworkBuilder builder, string softmaxName, int logits)
    {
        builder.Output("logits", logits);
        builder.Output("softmax", builder.Add(softmaxName, new Softmax(1), logits));
        return builder.Build();
    }
}
