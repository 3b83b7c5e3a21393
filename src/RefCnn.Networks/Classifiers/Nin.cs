using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks.Blocks;

namespace RefCnn.Networks.Classifiers;

/// <summary>Network in Network (Lin, Chen and Yan 2014) as its authors' ImageNet model for Caffe defines it: three 1×1 layers in place of fully connected ones.</summary>
internal static class Nin
{
    /// <summary>As published.</summary>
    public static Network Build() => Build("nin", normalized: false);

    /// <summary>With batch norm between each convolution and its ReLU; ε is Caffe's.</summary>
    public static Network BuildWithBatchNorm() => Build("nin-bn", normalized: true);

    private static Network Build(string name, bool normalized)
    {
        var builder = new SeededNetworkBuilder(name);
        int x = Step("conv1", "relu0", builder.Image(224), 96, 11, 4, 0);
        x = Step("cccp1", "relu1", x, 96);
        x = Step("cccp2", "relu2", x, 96);
        x = Step("conv2", "relu3", builder.CaffeMaxPool("pool0", x, 3, 2), 256, 5, 1, 2);
        x = Step("cccp3", "relu5", x, 256);
        x = Step("cccp4", "relu6", x, 256);
        x = Step("conv3", "relu7", builder.CaffeMaxPool("pool2", x, 3, 2), 384, 3, 1, 1);
        x = Step("cccp5", "relu8", x, 384);
        x = Step("cccp6", "relu9", x, 384);
        x = Step("conv4-1024", "relu10", builder.CaffeMaxPool("pool3", x, 3, 2), 1024, 3, 1, 1);
        x = Step("cccp7-1024", "relu11", x, 1024);
        x = Step("cccp8-1024", "relu12", x, ClassifierBlocks.Classes, gain: normalized ? 0.5 : 6);
        x = builder.Add("pool4", new AveragePool2D(Window2D.Of(6), PoolRounding.CeilCaffe), x);
        return builder.Classify("prob", builder.Flatten("flatten", x));

        int Step(string step, string relu, int input, int outputs, int kernel = 1, int stride = 1, int padding = 0, double gain = 2)
        {
            int result = builder.Convolution(step, input, outputs, kernel, stride, padding, gain: gain);
            return builder.Relu(relu, normalized ? builder.BatchNorm($"{step}/bn", result, 1e-5) : result);
        }
    }
}
