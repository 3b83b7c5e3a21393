using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Caffe;

/// <summary>
/// Nets of the constructs that the published ones are made of, in miniature, each beside the same network put together by hand from the definitions of Caffe's layers. Both compute the same numbers.
/// </summary>
public class CaffeTopologyTests
{
    private const string Noise = "param { lr_mult: 1 decay_mult: 1 } param { lr_mult: 2 decay_mult: 0 }";
    private const string Fillers = "engine: CAFFE weight_filler { type: 'xavier' std: 0.01 } bias_filler { type: 'constant' value: 0.2 }";

    private static readonly SeededParameters Seeds = new("topologies");

    // AlexNet: data of two phases, groups, local response normalisation before an overlapping pooling that is rounded up, dropout in place.
    [Fact]
    public void Import_AlexNetsConstructs_ComputeTheSame()
    {
        var net = new CaffeSketch($$"""
            name: "grouped"
            layer { name: "data" type: "Data" top: "data" top: "label" include { phase: TRAIN } transform_param { mirror: true crop_size: 11 } data_param { source: "train" batch_size: 256 backend: LMDB } }
            layer { name: "data" type: "Input" top: "data" include { phase: TEST } input_param { shape: { dim: 1 dim: 4 dim: 11 dim: 11 } } }
            layer { name: "conv1" type: "Convolution" bottom: "data" top: "conv1" {{Noise}} convolution_param { num_output: 6 kernel_size: 3 pad: 1 group: 2 {{Fillers}} } }
            layer { name: "relu1" type: "ReLU" bottom: "conv1" top: "conv1" }
            layer { name: "norm1" type: "LRN" bottom: "conv1" top: "norm1" lrn_param { local_size: 5 alpha: 0.5 beta: 0.75 } }
            layer { name: "pool1" type: "Pooling" bottom: "norm1" top: "pool1" pooling_param { pool: MAX kernel_size: 3 stride: 3 } }
            layer { name: "fc" type: "InnerProduct" bottom: "pool1" top: "fc" {{Noise}} inner_product_param { num_output: 5 weight_filler { type: "gaussian" } } }
            layer { name: "drop" type: "Dropout" bottom: "fc" top: "fc" dropout_param { dropout_ratio: 0.5 } }
            layer { name: "accuracy" type: "Accuracy" bottom: "fc" bottom: "label" top: "accuracy" include { phase: TRAIN } }
            layer { name: "prob" type: "Softmax" bottom: "fc" top: "prob" }
            """);
        Blobs(net, "conv1", [6, 2, 3, 3], [6]);
        Blobs(net, "fc", [5, 96], [5]);

        Check(net, new Shape(1, 4, 11, 11), (builder, x) =>
        {
            int conv = builder.Add("conv", new Conv2D(Window2D.Of(3, 1, 1), T("conv1/0", 6, 2, 3, 3), T("conv1/1", 6), Groups: 2), x);
            int norm = builder.Add("norm", new LocalResponseNorm(5, 0.5, 0.75, 1), builder.Add("relu", new Relu(), conv));
            int pool = builder.Add("pool", new MaxPool2D(Window2D.Of(3, 3), PoolRounding.CeilCaffe), norm);
            builder.ShapeOf(pool).Should().Be(new Shape(1, 6, 4, 4), "(11 - 3) / 3 is rounded up");
            return builder.Add("prob", new Softmax(1), Dense(builder, "fc", 5, 96, pool));
        });
    }

    // NIN and VGG: layers of 2014 by their enumerated names, in place, 1×1 kernels, an average over the whole map.
    [Fact]
    public void Import_ConstructsOfNinAndVgg_ComputeTheSame()
    {
        var net = new CaffeSketch("""
            input: "data" input_dim: 1 input_dim: 3 input_dim: 8 input_dim: 8
            layers { bottom: "data" top: "conv1" name: "conv1" type: CONVOLUTION blobs_lr: 1 blobs_lr: 2 weight_decay: 1. weight_decay: 0. convolution_param { num_output: 5 pad: 1 kernel_size: 3 } }
            layers { bottom: "conv1" top: "conv1" name: "relu1" type: RELU }
            layers { bottom: "conv1" top: "cccp1" name: "cccp1" type: CONVOLUTION convolution_param { num_output: 4 kernel_size: 1 stride: 1 weight_filler { type: "gaussian" mean: 0 std: 0.05 } } }
            layers { bottom: "cccp1" top: "cccp1" name: "relu2" type: RELU }
            layers { bottom: "cccp1" top: "pool1" name: "pool1" type: POOLING pooling_param { pool: MAX kernel_size: 2 stride: 2 } }
            layers { bottom: "pool1" top: "pool1" name: "drop" type: DROPOUT dropout_param { dropout_ratio: 0.5 } }
            layers { bottom: "pool1" top: "pool2" name: "pool2" type: POOLING pooling_param { pool: AVE kernel_size: 4 stride: 1 } }
            layers { bottom: "pool2" top: "prob" name: "prob" type: SOFTMAX }
            """);
        Blobs(net, "conv1", [5, 3, 3, 3], [5]);
        Blobs(net, "cccp1", [4, 5, 1, 1], [1, 1, 1, 4]);

        Check(net, new Shape(1, 3, 8, 8), (builder, x) =>
        {
            int relu = builder.Add("relu1", new Relu(), builder.Add("conv1", new Conv2D(Window2D.Of(3, 1, 1), T("conv1/0", 5, 3, 3, 3), T("conv1/1", 5)), x));
            int mixed = builder.Add("relu2", new Relu(), builder.Add("cccp1", new Conv2D(Window2D.Of(1), T("cccp1/0", 4, 5, 1, 1), T("cccp1/1", 4)), relu));
            int mean = builder.Add("mean", new GlobalPool(GlobalPoolFunction.Average), builder.Add("pool1", new MaxPool2D(Window2D.Of(2, 2)), mixed));
            return builder.Add("prob", new Softmax(1), mean);
        });
    }

    // GoogLeNet and Inception-v3: branches from one blob, rectangular kernels, poolings that keep the size, a branch for training alone.
    [Fact]
    public void Import_ConstructsOfTheInceptions_ComputeTheSame()
    {
        var net = new CaffeSketch("""
            input: "data" input_shape { dim: 1 dim: 3 dim: 9 dim: 9 }
            layer { name: "a/1x1" type: "Convolution" bottom: "data" top: "a/1x1" convolution_param { num_output: 2 kernel_size: 1 } }
            layer { name: "a/1x7" type: "Convolution" bottom: "data" top: "a/1x7" convolution_param { num_output: 2 kernel_h: 1 kernel_w: 7 pad_h: 0 pad_w: 3 bias_term: false } }
            layer { name: "a/7x1" type: "Convolution" bottom: "a/1x7" top: "a/7x1" convolution_param { num_output: 3 kernel_h: 7 kernel_w: 1 pad_h: 3 pad_w: 0 bias_term: false } }
            layer { name: "a/max" type: "Pooling" bottom: "data" top: "a/max" pooling_param { pool: MAX kernel_size: 3 stride: 1 pad: 1 } }
            layer { name: "a/mean" type: "Pooling" bottom: "data" top: "a/mean" pooling_param { pool: AVE kernel_size: 3 stride: 1 pad: 1 } }
            layer { name: "aside/fc" type: "InnerProduct" bottom: "data" top: "aside/fc" inner_product_param { num_output: 9 } include { phase: TRAIN } }
            layer { name: "aside/loss" type: "SoftmaxWithLoss" bottom: "aside/fc" bottom: "label" top: "aside/loss" loss_weight: 0.3 include { phase: TRAIN } }
            layer { name: "a" type: "Concat" bottom: "a/1x1" bottom: "a/7x1" bottom: "a/max" bottom: "a/mean" top: "a" }
            layer { name: "out" type: "Pooling" bottom: "a" top: "out" pooling_param { pool: MAX kernel_size: 3 stride: 2 } }
            """);
        Blobs(net, "a/1x1", [2, 3, 1, 1], [2]);
        Blobs(net, "a/1x7", [2, 3, 1, 7]);
        Blobs(net, "a/7x1", [3, 2, 7, 1]);

        Check(net, new Shape(1, 3, 9, 9), (builder, x) =>
        {
            int narrow = builder.Add("1x1", new Conv2D(Window2D.Of(1), T("a/1x1/0", 2, 3, 1, 1), T("a/1x1/1", 2)), x);
            int row = builder.Add("1x7", new Conv2D(Window2D.Of(new Size2D(1, 7), 1, new Padding2D(0, 3, 0, 3)), T("a/1x7/0", 2, 3, 1, 7)), x);
            int column = builder.Add("7x1", new Conv2D(Window2D.Of(new Size2D(7, 1), 1, new Padding2D(3, 0, 3, 0)), T("a/7x1/0", 3, 2, 7, 1)), row);
            int max = builder.Add("max", new MaxPool2D(Window2D.Of(3, 1, 1)), x), mean = builder.Add("mean", new AveragePool2D(Window2D.Of(3, 1, 1), Divisor: PoolDivisor.Padded), x);
            return builder.Add("out", new MaxPool2D(Window2D.Of(3, 2)), builder.Add("joined", new Concat(1), narrow, column, max, mean));
        });
    }

    // ResNet-50: convolutions without bias, batch norms and scales in place on one blob, a projection beside the branch, sums in place.
    [Fact]
    public void Import_ResNetsConstructs_ComputeTheSame()
    {
        var net = new CaffeSketch("""
            input: "data" input_dim: 1 input_dim: 3 input_dim: 6 input_dim: 6
            layer { bottom: "data" top: "branch1" name: "branch1" type: "Convolution" convolution_param { num_output: 4 kernel_size: 1 pad: 0 stride: 2 bias_term: false } }
            layer { bottom: "branch1" top: "branch1" name: "bn1" type: "BatchNorm" batch_norm_param { use_global_stats: true } param { lr_mult: 0 } param { lr_mult: 0 } param { lr_mult: 0 } }
            layer { bottom: "branch1" top: "branch1" name: "scale1" type: "Scale" scale_param { bias_term: true } }
            layer { bottom: "data" top: "branch2" name: "branch2" type: "Convolution" convolution_param { num_output: 4 kernel_size: 3 pad: 1 stride: 2 bias_term: false } }
            layer { bottom: "branch2" top: "branch2" name: "bn2" type: "BatchNorm" batch_norm_param { use_global_stats: true eps: 0.001 } }
            layer { bottom: "branch2" top: "branch2" name: "scale2" type: "Scale" scale_param { bias_term: true } }
            layer { bottom: "branch2" top: "branch2" name: "relu2" type: "ReLU" }
            layer { bottom: "branch1" bottom: "branch2" top: "sum" name: "sum" type: "Eltwise" eltwise_param { operation: SUM coeff: 1 coeff: -0.5 } }
            layer { bottom: "sum" top: "sum" name: "relu" type: "ReLU" relu_param { negative_slope: 0.25 } }
            layer { bottom: "sum" top: "mean" name: "mean" type: "Pooling" pooling_param { pool: AVE global_pooling: true } }
            """);
        Blobs(net, "branch1", [4, 3, 1, 1]);
        Blobs(net, "branch2", [4, 3, 3, 3]);
        foreach (int branch in (int[])[1, 2])
        {
            net.Blob($"bn{branch}", [4], [.. T($"bn{branch}/mean", 4).Values]).Blob($"bn{branch}", [4], [.. Positive($"bn{branch}/variance", 4).Values]).Blob($"bn{branch}", [1], 2);
            Blobs(net, $"scale{branch}", [4], [4]);
        }

        Check(net, new Shape(1, 3, 6, 6), (builder, x) =>
        {
            int projected = Normalized(builder, 1, 1e-5, builder.Add("branch1", new Conv2D(Window2D.Of(1, 2), T("branch1/0", 4, 3, 1, 1)), x));
            int branch = builder.Add("relu2", new Relu(), Normalized(builder, 2, 0.001, builder.Add("branch2", new Conv2D(Window2D.Of(3, 2, 1), T("branch2/0", 4, 3, 3, 3)), x)));
            int half = builder.Add("half", new Constant(new Tensor<float>(new Shape(1, 1, 1, 1), [-0.5f])));
            int sum = builder.Add("sum", new Binary(BinaryFunction.Add), projected, builder.Add("halved", new Binary(BinaryFunction.Mul), branch, half));
            return builder.Add("mean", new GlobalPool(GlobalPoolFunction.Average), builder.Add("relu", new LeakyRelu(0.25f), sum));
        });
    }

    // DenseNet, MobileNet, SqueezeNet: a norm that leaves its input to the concatenation, as many groups as channels, two expansions joined; and a dilated kernel.
    [Fact]
    public void Import_ConstructsOfDenseNetAndMobileNet_ComputeTheSame()
    {
        var net = new CaffeSketch("""
            layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 1 dim: 4 dim: 7 dim: 7 } } }
            layer { name: "bn1" type: "BatchNorm" bottom: "data" top: "bn1" batch_norm_param { eps: 1e-5 } }
            layer { name: "scale1" type: "Scale" bottom: "bn1" top: "bn1" scale_param { filler { value: 1 } bias_term: true bias_filler { value: 0 } } }
            layer { name: "relu1" type: "ReLU" bottom: "bn1" top: "bn1" }
            layer { name: "dw" type: "Convolution" bottom: "bn1" top: "dw" convolution_param { num_output: 4 bias_term: false pad: 2 kernel_size: 3 dilation: 2 group: 4 engine: CAFFE weight_filler { type: "msra" } } }
            layer { name: "expand1x1" type: "Convolution" bottom: "dw" top: "expand1x1" convolution_param { num_output: 2 kernel_size: 1 } }
            layer { name: "grown" type: "Concat" bottom: "data" bottom: "expand1x1" top: "grown" concat_param { axis: 1 } }
            layer { name: "transition" type: "Pooling" bottom: "grown" top: "transition" pooling_param { pool: AVE kernel_size: 2 stride: 2 } }
            """);
        net.Blob("bn1", [4], [.. T("bn1/mean", 4).Values]).Blob("bn1", [4], [.. Positive("bn1/variance", 4).Values]).Blob("bn1", [1], 2);
        Blobs(net, "scale1", [4], [4]);
        Blobs(net, "dw", [4, 1, 3, 3]);
        Blobs(net, "expand1x1", [2, 4, 1, 1], [2]);

        Check(net, new Shape(1, 4, 7, 7), (builder, x) =>
        {
            int relu = builder.Add("relu1", new Relu(), Normalized(builder, 1, 1e-5, x));
            int depthwise = builder.Add("dw", new Conv2D(new Window2D(3, 1, 2, new Padding2D(2, 2, 2, 2)), T("dw/0", 4, 1, 3, 3), Groups: 4), relu);
            int expanded = builder.Add("expand", new Conv2D(Window2D.Of(1), T("expand1x1/0", 2, 4, 1, 1), T("expand1x1/1", 2)), depthwise);
            int pool = builder.Add("pool", new AveragePool2D(Window2D.Of(2, 2), PoolRounding.CeilCaffe), builder.Add("grown", new Concat(1), x, expanded));
            builder.ShapeOf(pool).Should().Be(new Shape(1, 6, 4, 4), "(7 - 2) / 2 is rounded up");
            return pool;
        });
    }

    private static void Blobs(CaffeSketch net, string layer, params int[][] blobs)
    {
        for (int i = 0; i < blobs.Length; i++) net.Blob(layer, blobs[i], [.. T($"{layer}/{i}", blobs[i]).Values]);
    }

    private static Tensor<float> T(string name, params int[] extents) => Seeds.Centred(name, new Shape(extents), 0.5);

    private static Tensor<float> Positive(string name, int channels) => Seeds.Between(name, new Shape(channels), 0.5, 2);

    // What Caffe stores are sums, to be divided by the third blob, which is 2.
    private static int Normalized(NetworkBuilder builder, int number, double epsilon, int input)
    {
        Tensor<float> Half(Tensor<float> sums) => new(sums.Shape, [.. sums.Values.Select(value => value / 2)]);
        var norm = new BatchNorm(Half(T($"bn{number}/mean", 4)), Half(Positive($"bn{number}/variance", 4)), T($"scale{number}/0", 4), T($"scale{number}/1", 4), epsilon);
        return builder.Add($"bn{number}", norm, input);
    }

    private static int Dense(NetworkBuilder builder, string name, int outputs, int inputs, int input) =>
        builder.Add(name, new Dense(T($"{name}/0", outputs, inputs), T($"{name}/1", outputs)), builder.Add($"{name}/flat", new Reshape(new Shape(1, inputs)), input));

    private static void Check(CaffeSketch net, Shape input, Func<NetworkBuilder, int, int> byHand)
    {
        Tensor<float> x = T("input", [.. Enumerable.Range(0, input.Rank).Select(axis => input[axis])]);
        var builder = new NetworkBuilder("by hand");
        builder.Output("y", byHand(builder, builder.Input("x", input)));
        using ICompiledNetwork compiled = new ReferenceBackend().Compile(builder.Build(), new CompileOptions());
        Tensor<double> expected = compiled.Run(new Dictionary<string, Tensor<float>> { ["x"] = x }).Outputs["y"].ToDouble();

        Tensor<double> actual = net.Run([.. x.Values]).Should().ContainSingle().Which;

        actual.Shape.Should().Be(expected.Shape);
        actual.Values.Zip(expected.Values).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) <= 1e-5 * Math.Max(1, Math.Abs(pair.Second)));
        expected.Values.Distinct().Should().HaveCountGreaterThan(3, "equal numbers would prove nothing");
    }
}
