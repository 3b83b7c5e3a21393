using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Mutants.Faults;

/// <summary>Numbers that silently lose bits, and special values that get lost.</summary>
internal static class PrecisionFaults
{
    private static readonly string[] Products = ["conv2d", "conv-transpose2d", "dense", "matmul"];
    private static readonly string[] Sums = ["average-pool2d", "l2-pool2d", "global-pool", "reduce", "batch-norm", "instance-norm", "local-response-norm", "mean-variance-norm", "l2-normalize"];
    private static readonly string[] Functions = ["elu", "sigmoid", "tanh", "softplus", "softmax", "log-softmax", "unary", "binary", "leaky-relu", "prelu", "hard-sigmoid"];
    private static readonly string[] Copies = ["concat", "slice", "pad", "transpose", "tile", "expand", "space-to-depth", "depth-to-space", "darknet-reorg", "identity", "constant", "max-pool2d", "resize"];

    public static FaultFamily Family { get; } = new(
        "precision",
        "engines that trade precision for speed without saying so",
        new("half-outputs", "Outputs are stored in float16.", [.. Products, .. Sums, .. Functions, .. Copies], run => run.Output.Map(y => (float)(Half)y)),
        new("brain-float-outputs", "Outputs are stored in bfloat16.", [.. Products, .. Sums, .. Functions, .. Copies], run => run.Output.Map(y => ToBits(y, 8))),
        new("half-operands", "Inputs and weights are rounded to float16 before they are multiplied.", [.. Products, .. Sums], run => Operands(run, x => (float)(Half)x)),
        new("tensor-float-operands", "Inputs and weights are rounded to TF32, 11 bits, before they are multiplied.", [.. Products, .. Sums], run => Operands(run, x => ToBits(x, 11))),
        new("half-weights", "Weights alone are kept in float16.", ["conv2d", "conv-transpose2d", "dense", "prelu", "batch-norm", "instance-norm"], run => Weights(run, x => (float)(Half)x)),
        new("weights-of-8-bits", "Weights are quantised to 255 steps of the largest.", ["conv2d", "conv-transpose2d", "dense"], run => Weights(run, null)),
        new("half-sums", "Sums of products are rounded to float16 after every block of 16 inputs.", ["dense", "matmul"], BlockedHalfSums),
        new("nan-becomes-zero", "NaN comes out as 0.", ["conv2d", "conv-transpose2d", "dense", "matmul", "max-pool2d", "average-pool2d", "batch-norm", "instance-norm", "leaky-relu", "prelu", "elu", "sigmoid", "tanh", "softplus", "unary", "binary", "clip", "pad", "slice", "transpose", "expand", "tile"], run => run.Output.Map(y => float.IsNaN(y) ? 0 : y)),
        new("infinity-saturates", "An infinity comes out as the largest finite number.", ["conv2d", "conv-transpose2d", "dense", "matmul", "max-pool2d", "average-pool2d", "batch-norm", "global-pool", "leaky-relu", "prelu", "elu", "softplus", "unary", "binary", "reduce", "pad", "slice", "transpose"], run => run.Output.Map(y => float.IsInfinity(y) ? MathF.CopySign(float.MaxValue, y) : y)));

    private static float ToBits(float value, int bits)
    {
        if (!float.IsFinite(value)) return value;
        uint raw = BitConverter.SingleToUInt32Bits(value), step = 1u << (24 - bits);
        return BitConverter.UInt32BitsToSingle((raw + (step / 2)) & ~(step - 1));
    }

    private static Tensor<float>? Operands(Execution run, Func<float, float> round) =>
        run.Instead(Rounded(run.Layer, weight => weight.Map(round)), [.. run.Inputs.Select(input => input.Map(round))]);

    private static Tensor<float>? Weights(Execution run, Func<float, float>? round) => run.Instead(Rounded(run.Layer, weight => round is null ? Quantised(weight) : weight.Map(round)));

    private static Tensor<float> Quantised(Tensor<float> weight)
    {
        float largest = weight.Values.Where(float.IsFinite).Select(MathF.Abs).DefaultIfEmpty().Max();
        return largest == 0 ? weight : weight.Map(w => MathF.Round(w / largest * 127) * largest / 127);
    }

    private static Layer Rounded(Layer layer, Func<Tensor<float>, Tensor<float>> round) => layer switch
    {
        Conv2D c => c with { Weight = round(c.Weight) },
        ConvTranspose2D c => c with { Weight = round(c.Weight) },
        Dense d => d with { Weight = round(d.Weight) },
        PRelu p => p with { Slope = round(p.Slope) },
        BatchNorm b => b with { Mean = round(b.Mean), Variance = round(b.Variance), Scale = b.Scale is null ? null : round(b.Scale), Shift = b.Shift is null ? null : round(b.Shift) },
        InstanceNorm n => n with { Scale = n.Scale is null ? null : round(n.Scale), Shift = n.Shift is null ? null : round(n.Shift) },
        _ => layer,
    };

    private static Tensor<float>? BlockedHalfSums(Execution run)
    {
        Tensor<float> left = run.Inputs[0];
        int terms = left.Shape[^1];
        if (terms == 0) return null;
        Layer unbiased = run.Layer is Dense dense ? dense with { Bias = null } : run.Layer;
        Tensor<float> sum = run.Output.Map(_ => 0f);
        for (int start = 0; start < terms; start += 16)
        {
            Tensor<float> block = run.Instead(unbiased, [left.Remade(i => i % terms >= start && i % terms < start + 16 ? left[i] : 0), .. run.Inputs.Skip(1)])!;
            sum = sum.Remade(i => (float)(Half)(sum[i] + block[i]));
        }

        Tensor<float>? bias = (run.Layer as Dense)?.Bias;
        return bias is null ? sum : sum.Remade(i => sum[i] + bias[i % bias.Count]);
    }
}
