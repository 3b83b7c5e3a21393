using Google.Protobuf.Collections;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;
using ReduceAxis = RefCnn.CoreML.Schema.ReduceLayerParams.Types.ReduceAxis;
using ReduceOperation = RefCnn.CoreML.Schema.ReduceLayerParams.Types.ReduceOperation;

namespace RefCnn.CoreML.Reading;

/// <summary>Reductions.</summary>
internal static class ReduceReaders
{
    /// <summary>reduce over channels, height or width; the axes stay with extent 1.</summary>
    public static void Reduce(LayerReading reading)
    {
        ReduceLayerParams stored = reading.Layer.Reduce;
        int channel = ActivationReaders.ChannelAxis(reading);
        int[] axes = stored.Axis switch
        {
            ReduceAxis.Chw => [channel, channel + 1, channel + 2],
            ReduceAxis.Hw => [channel + 1, channel + 2],
            ReduceAxis.C => [channel],
            ReduceAxis.H => [channel + 1],
            _ => [channel + 2],
        };
        switch (stored.Mode)
        {
            case ReduceOperation.Sum: Finish(reading, ReduceFunction.Sum, axes, true); break;
            case ReduceOperation.Avg: Finish(reading, ReduceFunction.Mean, axes, true); break;
            case ReduceOperation.Prod: Finish(reading, ReduceFunction.Product, axes, true); break;
            case ReduceOperation.Sumsquare: FinishOfSquares(reading, axes, true); break;
            case ReduceOperation.L1: FinishOfMagnitudes(reading, axes, true); break;
            case ReduceOperation.L2: Finish(reading, ReduceFunction.L2, axes, true); break;
            case ReduceOperation.Max: Finish(reading, ReduceFunction.Max, axes, true); break;
            case ReduceOperation.Min: Finish(reading, ReduceFunction.Min, axes, true); break;
            default: throw reading.Refuse($"reduces by {stored.Mode}, which is not supported");
        }
    }

    /// <summary>reduceL1.</summary>
    public static void L1(LayerReading reading)
    {
        ReduceL1LayerParams stored = reading.Layer.ReduceL1;
        FinishOfMagnitudes(reading, AxesOf(reading, stored.Axes, stored.ReduceAll), stored.KeepDims);
    }

    /// <summary>reduceL2.</summary>
    public static void L2(LayerReading reading)
    {
        ReduceL2LayerParams stored = reading.Layer.ReduceL2;
        Finish(reading, ReduceFunction.L2, AxesOf(reading, stored.Axes, stored.ReduceAll), stored.KeepDims);
    }

    /// <summary>reduceMax.</summary>
    public static void Max(LayerReading reading)
    {
        ReduceMaxLayerParams stored = reading.Layer.ReduceMax;
        Finish(reading, ReduceFunction.Max, AxesOf(reading, stored.Axes, stored.ReduceAll), stored.KeepDims);
    }

    /// <summary>reduceMin.</summary>
    public static void Min(LayerReading reading)
    {
        ReduceMinLayerParams stored = reading.Layer.ReduceMin;
        Finish(reading, ReduceFunction.Min, AxesOf(reading, stored.Axes, stored.ReduceAll), stored.KeepDims);
    }

    /// <summary>reduceSum.</summary>
    public static void Sum(LayerReading reading)
    {
        ReduceSumLayerParams stored = reading.Layer.ReduceSum;
        Finish(reading, ReduceFunction.Sum, AxesOf(reading, stored.Axes, stored.ReduceAll), stored.KeepDims);
    }

    /// <summary>reduceProd.</summary>
    public static void Product(LayerReading reading)
    {
        ReduceProdLayerParams stored = reading.Layer.ReduceProd;
        Finish(reading, ReduceFunction.Product, AxesOf(reading, stored.Axes, stored.ReduceAll), stored.KeepDims);
    }

    /// <summary>reduceMean.</summary>
    public static void Mean(LayerReading reading)
    {
        ReduceMeanLayerParams stored = reading.Layer.ReduceMean;
        Finish(reading, ReduceFunction.Mean, AxesOf(reading, stored.Axes, stored.ReduceAll), stored.KeepDims);
    }

    /// <summary>reduceSumSquare.</summary>
    public static void SumSquare(LayerReading reading)
    {
        ReduceSumSquareLayerParams stored = reading.Layer.ReduceSumSquare;
        FinishOfSquares(reading, AxesOf(reading, stored.Axes, stored.ReduceAll), stored.KeepDims);
    }

    private static int[] AxesOf(LayerReading reading, RepeatedField<long> axes, bool all)
    {
        int rank = reading.InputShape.Rank;
        return all || axes.Count == 0 ? [.. Enumerable.Range(0, rank)] : [.. axes.Select(axis => ShapeReaders.Axis(reading, axis, rank))];
    }

    private static void Finish(LayerReading reading, ReduceFunction function, int[] axes, bool keep) =>
        reading.Finish(new Reduce(function, [.. axes], keep), reading.Input);

    private static void FinishOfSquares(LayerReading reading, int[] axes, bool keep) =>
        reading.Finish(new Reduce(ReduceFunction.Sum, [.. axes], keep), reading.Binary(BinaryFunction.Mul, reading.Input, reading.Input));

    private static void FinishOfMagnitudes(LayerReading reading, int[] axes, bool keep) =>
        reading.Finish(new Reduce(ReduceFunction.Sum, [.. axes], keep), reading.Add(new Unary(UnaryFunction.Abs), reading.Input));
}
