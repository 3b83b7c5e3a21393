using RefCnn.Conformance.Networks.Noise;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Networks;

/// <summary>Carried noise against the spread of outputs when inputs are really disturbed.</summary>
public class NoisePropagationTests
{
    private const int Trials = 4000;

    private const double Disturbance = 1e-6;

    public static TheoryData<string> Kinds => [.. Layers.Keys];

    private static Dictionary<string, Layer> Layers => new()
    {
        ["conv2d"] = new Conv2D(Window2D.Of(3, 1, 1), SeededTensor.Integers("noise/conv", new Shape(4, 6, 3, 3), 512, -9)),
        ["conv-transpose2d"] = new ConvTranspose2D(Window2D.Of(2, 2), SeededTensor.Integers("noise/deconv", new Shape(6, 4, 2, 2), 512, -9)),
        ["average-pool2d"] = new GlobalPool(GlobalPoolFunction.Average),
        ["relu"] = new Relu(),
        ["leaky-relu"] = new LeakyRelu(0.25f),
        ["clip"] = new Clip(-0.5001f, 0.7501f),
        ["tanh"] = new Tanh(),
        ["sigmoid"] = new Sigmoid(),
        ["softmax"] = new Softmax(1),
        ["local-response-norm"] = new LocalResponseNorm(3, 1.5, 0.75, 1),
        ["flatten"] = new Flatten(1),
        ["elu (sampled)"] = new Elu(0.7f),
        ["l2-normalize (sampled)"] = new L2Normalize([1], 1e-3),
        ["log-softmax (sampled)"] = new LogSoftmax(1),
        ["batch-norm"] = new BatchNorm(Values("mean"), Values("variance", 600), Values("scale", 300), Values("shift"), 1e-3),
        ["instance-norm"] = new InstanceNorm(Values("scale", 300), Values("shift"), 1e-5),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void CarriedNoise_IsTheSpreadThatDisturbedInputsShow(string kind)
    {
        Layer layer = Layers[kind];
        Tensor<double> input = SeededTensor.Integers("noise/input", new Shape(1, 6, 7, 8), 1000, -9).ToDouble();
        Operands operands = ReferenceEngine.OperandsOf(layer, input);
        Tensor<double> output = ReferenceEngine.Compute(layer, operands, 1);
        var node = new Node("node", layer, [0]);

        // Scaling the incoming variance up makes a layer's own rounding, which the trials do not have, vanish beside it; a sampled rule disturbs by √scale · 2⁻²⁴.
        const double scale = 1e8;
        Tensor<double> predicted = NoisePropagation.Of(node, operands, output, [input.Map(_ => scale)])!;

        double[] spread = Spread(layer, input, output);
        (predicted.Values.Sum() / scale).Should().BeApproximately(spread.Sum(), 0.06 * spread.Sum());
        double within = kind.Contains("sampled") ? 0.9 : 0.25;
        for (int i = 0; i < spread.Length; i++) (predicted[i] / scale).Should().BeApproximately(spread[i], (within * spread[i]) + 1e-6, "element {0}", i);
    }

    // The variance of each output over the trials, in units of the disturbance's.
    private static double[] Spread(Layer layer, Tensor<double> input, Tensor<double> output)
    {
        double[] squares = new double[output.Count];
        for (int trial = 0; trial < Trials; trial++)
        {
            ulong seed = SplitMix64.SeedOf($"noise/trial{trial}");
            var disturbed = new Tensor<double>(input.Shape);
            for (int i = 0; i < disturbed.Count; i++)
                disturbed[i] = input[i] + ((SplitMix64.Value(seed, (ulong)i) >> 63) == 0 ? Disturbance : -Disturbance);
            Tensor<double> result = ReferenceEngine.Compute(layer, ReferenceEngine.OperandsOf(layer, disturbed), 1);
            for (int i = 0; i < squares.Length; i++) squares[i] += Math.Pow((result[i] - output[i]) / Disturbance, 2);
        }

        return [.. squares.Select(sum => sum / Trials)];
    }

    private static Tensor<float> Values(string name, int offset = 0) => SeededTensor.Integers($"noise/{name}", new Shape(6), 200, -9, offset);
}
