using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Reading;

/// <summary>Normalisations, and slopes by channel.</summary>
internal static class NormalizationOperations
{
    /// <summary>batch_norm by axis 1.</summary>
    public static void Batch(OperationReading op) => op.Finish(
        new BatchNorm(
            op.Constant("mean").ToTensor(), op.Constant("variance").ToTensor(), op.WeightsIfAny("gamma"), op.WeightsIfAny("beta"), op.Number("epsilon", 1e-5)),
        op.X);

    /// <summary>instance_norm by axis 1.</summary>
    public static void Instance(OperationReading op) =>
        op.Finish(new InstanceNorm(op.WeightsIfAny("gamma"), op.WeightsIfAny("beta"), op.Number("epsilon", 1e-5)), op.X);

    /// <summary>local_response_norm; α is divided by the size.</summary>
    public static void LocalResponse(OperationReading op) => op.FinishPlanes(
        new LocalResponseNorm((int)op.Number("size", 1), op.Number("alpha", 1e-4), op.Number("beta", 0.75), op.Number("k", 1)));

    /// <summary>layer_norm over the given axes, then gamma and beta.</summary>
    public static void Layer(OperationReading op)
    {
        int rank = op.Shape.Rank;
        int[] axes = op.Integers("axes") is { } given ? [.. given.Select(axis => op.Axis(axis, rank))] : [.. Enumerable.Range(0, rank)];
        int node = op.Add(new MeanVarianceNorm([.. axes], true, op.Number("epsilon", 1e-5), EpsilonPlacement.InsideRoot), op.X);
        if (op.Has("gamma")) node = op.Add(new Binary(BinaryFunction.Mul), node, op.Node("gamma"));
        op.Finish(op.Has("beta") ? new Binary(BinaryFunction.Add) : new Identity(), op.Has("beta") ? [node, op.Node("beta")] : [node]);
    }

    /// <summary>l2_norm over the last three axes: x / √(Σx² + ε).</summary>
    public static void L2(OperationReading op)
    {
        int rank = op.Shape.Rank;
        if (rank < 3) throw op.Refuse($"reads a value of shape {op.Shape}; expected rank 3 or more");
        op.Finish(new L2Normalize([rank - 3, rank - 2, rank - 1], op.Number("epsilon", 1e-6), EpsilonPlacement.InsideRoot), op.X);
    }

    /// <summary>prelu: a slope for each channel, axis 1.</summary>
    public static void PRelu(OperationReading op)
    {
        Tensor<float> slope = op.Constant("alpha").ToTensor();
        int[] extents = [.. Enumerable.Repeat(1, Math.Max(1, op.Shape.Rank - 1))];
        extents[0] = slope.Count;
        op.Finish(new PRelu(slope.As(new Shape(extents))), op.X);
    }
}
