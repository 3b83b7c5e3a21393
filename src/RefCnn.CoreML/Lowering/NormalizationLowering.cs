using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Lowering;

/// <summary>Normalisations that Core ML lacks, or whose ε it places where it does not say.</summary>
internal static class NormalizationLowering
{
    /// <summary>Per-channel normalisation of other ranks than 4: the axes after the channel become one.</summary>
    public static int Channels(LoweringStep step)
    {
        Shape input = step.InputShape;
        if (input.Rank == 4) return step.Keep();
        int planes = step.Reshape(step.Input, input[0], input[1], input.CountBetween(2, input.Rank), 1);
        return step.Finish(new Reshape(input), step.Add(step.Layer, planes));
    }

    /// <summary>
    /// Core ML's layer needs an odd size across channels and k &gt; 0, at rank 4. The others are made of a mean of squares, which an average
    /// pooling gives whose divisor counts padding: over the plane, or over the channels laid out as rows.
    /// </summary>
    public static int LocalResponse(LoweringStep step)
    {
        var layer = (LocalResponseNorm)step.Layer;
        Shape input = step.InputShape;
        bool across = layer.Region == ResponseRegion.AcrossChannels;
        if (across && layer.Size % 2 == 1 && (float)layer.K > 0 && layer.Alpha > 0)
        {
            if (input.Rank == 4) return step.Keep();
            int planes = step.Reshape(step.Input, input[0], input[1], input.CountBetween(2, input.Rank), 1);
            return step.Finish(new Reshape(input), step.Add(layer, planes));
        }

        int before = (layer.Size - 1) / 2, after = layer.Size - 1 - before;
        int squares = step.Binary(BinaryFunction.Mul, step.Input, step.Input);
        int mean;
        if (across)
        {
            int rows = step.Reshape(squares, input[0], 1, input[1], input.CountBetween(2, input.Rank));
            var column = new Window2D(new Size2D(layer.Size, 1), Size2D.One, Size2D.One, new Padding2D(before, 0, after, 0));
            mean = step.Add(new Reshape(input), step.Add(new AveragePool2D(column, Divisor: PoolDivisor.Window), rows));
        }
        else
        {
            mean = step.Add(new AveragePool2D(Window2D.Of(layer.Size, 1, new Padding2D(before, before, after, after)), Divisor: PoolDivisor.Window), squares);
        }

        int scaled = step.Binary(BinaryFunction.Mul, mean, step.Number(layer.Alpha));
        int root = step.Binary(BinaryFunction.Pow, step.Binary(BinaryFunction.Add, scaled, step.Number(layer.K)), step.Number(layer.Beta));
        return step.Finish(new Binary(BinaryFunction.Div), step.Input, root);
    }

    /// <summary>x − mean, divided by the root of the mean of its squares.</summary>
    public static int MeanVariance(LoweringStep step)
    {
        var layer = (MeanVarianceNorm)step.Layer;
        int mean = step.Add(new Reduce(ReduceFunction.Mean, layer.Axes), step.Input);
        if (!layer.NormalizeVariance) return step.Finish(new Binary(BinaryFunction.Sub), step.Input, mean);
        int centred = step.Binary(BinaryFunction.Sub, step.Input, mean);
        int variance = step.Add(new Reduce(ReduceFunction.Mean, layer.Axes), step.Binary(BinaryFunction.Mul, centred, centred));
        return step.Finish(new Binary(BinaryFunction.Div), centred, Root(step, variance, layer.Epsilon, layer.Placement));
    }

    /// <summary>
    /// x divided by its norm. Squares are never stored: those of half precision would end at 255. ε inside the root is the norm of the norm and √ε.
    /// Where the divisor is 0 the result is 0: all values are 0 then, and any positive divisor gives that.
    /// </summary>
    public static int L2(LoweringStep step)
    {
        var layer = (L2Normalize)step.Layer;
        int norm = step.Add(new Reduce(ReduceFunction.L2, layer.Axes), step.Input);
        int divisor = layer.Placement switch
        {
            EpsilonPlacement.InsideRoot when layer.Epsilon > 0 => WithInside(step, norm, Math.Sqrt(layer.Epsilon), layer.Axes[0]),
            EpsilonPlacement.OutsideRoot => step.Binary(BinaryFunction.Add, norm, step.Number(layer.Epsilon)),
            _ => norm,
        };
        double floor = layer.Placement == EpsilonPlacement.Floor ? Math.Max(layer.Epsilon, step.SmallestNormal) : step.SmallestNormal;
        return step.Finish(new Binary(BinaryFunction.Div), step.Input, step.Binary(BinaryFunction.Max, divisor, step.Number(floor)));
    }

    private static int WithInside(LoweringStep step, int norm, double root, int axis)
    {
        var filled = new Tensor<float>(step.ShapeOf(norm));
        filled.Span.Fill((float)root);
        int both = step.Add(new Concat(axis), norm, step.Add(new Constant(filled)));
        return step.Add(new Reduce(ReduceFunction.L2, [axis]), both);
    }

    private static int Root(LoweringStep step, int square, double epsilon, EpsilonPlacement placement)
    {
        if (epsilon == 0) return step.Add(new Unary(UnaryFunction.Sqrt), square);
        int number = step.Number(epsilon);
        return placement switch
        {
            EpsilonPlacement.InsideRoot => step.Add(new Unary(UnaryFunction.Sqrt), step.Binary(BinaryFunction.Add, square, number)),
            EpsilonPlacement.OutsideRoot => step.Binary(BinaryFunction.Add, step.Add(new Unary(UnaryFunction.Sqrt), square), number),
            _ => step.Binary(BinaryFunction.Max, step.Add(new Unary(UnaryFunction.Sqrt), square), number),
        };
    }
}
