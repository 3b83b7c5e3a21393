using LayerCase = RefCnn.CoreML.Schema.NeuralNetworkLayer.LayerOneofCase;

namespace RefCnn.CoreML.Reading;

/// <summary>How each layer of the specification becomes nodes: one line a layer.</summary>
internal static class LayerTable
{
    private static readonly Dictionary<LayerCase, Action<LayerReading>> Readers = new()
    {
        [LayerCase.Convolution] = ConvolutionReaders.Convolution,
        [LayerCase.InnerProduct] = ConvolutionReaders.InnerProduct,
        [LayerCase.BatchedMatmul] = ConvolutionReaders.BatchedMatMul,
        [LayerCase.Pooling] = PoolingReader.Pooling,
        [LayerCase.Activation] = ActivationReaders.Activation,
        [LayerCase.Softmax] = ActivationReaders.Softmax,
        [LayerCase.SoftmaxND] = ActivationReaders.SoftmaxND,
        [LayerCase.Clip] = ActivationReaders.Clip,
        [LayerCase.ClampedReLU] = ActivationReaders.ClampedReLU,
        [LayerCase.Tanh] = ActivationReaders.Tanh,
        [LayerCase.Unary] = ActivationReaders.Unary,
        [LayerCase.Batchnorm] = NormalizationReaders.Batchnorm,
        [LayerCase.Mvn] = NormalizationReaders.MeanVariance,
        [LayerCase.L2Normalize] = NormalizationReaders.L2Normalize,
        [LayerCase.Lrn] = NormalizationReaders.LocalResponse,
        [LayerCase.LayerNormalization] = NormalizationReaders.LayerNormalization,
        [LayerCase.Add] = ArithmeticReaders.Add,
        [LayerCase.Multiply] = ArithmeticReaders.Multiply,
        [LayerCase.Average] = ArithmeticReaders.Average,
        [LayerCase.Max] = ArithmeticReaders.Max,
        [LayerCase.Min] = ArithmeticReaders.Min,
        [LayerCase.AddBroadcastable] = ArithmeticReaders.Add,
        [LayerCase.MultiplyBroadcastable] = ArithmeticReaders.Multiply,
        [LayerCase.MaxBroadcastable] = ArithmeticReaders.Max,
        [LayerCase.MinBroadcastable] = ArithmeticReaders.Min,
        [LayerCase.SubtractBroadcastable] = ArithmeticReaders.Subtract,
        [LayerCase.DivideBroadcastable] = ArithmeticReaders.Divide,
        [LayerCase.PowBroadcastable] = ArithmeticReaders.Power,
        [LayerCase.Scale] = ArithmeticReaders.Scale,
        [LayerCase.Bias] = ArithmeticReaders.Bias,
        [LayerCase.Dot] = ArithmeticReaders.Dot,
        [LayerCase.LoadConstant] = ArithmeticReaders.LoadConstant,
        [LayerCase.LoadConstantND] = ArithmeticReaders.LoadConstantND,
        [LayerCase.Reduce] = ReduceReaders.Reduce,
        [LayerCase.ReduceL1] = ReduceReaders.L1,
        [LayerCase.ReduceL2] = ReduceReaders.L2,
        [LayerCase.ReduceMax] = ReduceReaders.Max,
        [LayerCase.ReduceMin] = ReduceReaders.Min,
        [LayerCase.ReduceSum] = ReduceReaders.Sum,
        [LayerCase.ReduceProd] = ReduceReaders.Product,
        [LayerCase.ReduceMean] = ReduceReaders.Mean,
        [LayerCase.ReduceSumSquare] = ReduceReaders.SumSquare,
        [LayerCase.Copy] = RearrangementReaders.Copy,
        [LayerCase.Crop] = RearrangementReaders.Crop,
        [LayerCase.Padding] = RearrangementReaders.Padding,
        [LayerCase.ConstantPad] = RearrangementReaders.ConstantPad,
        [LayerCase.Concat] = RearrangementReaders.Concat,
        [LayerCase.ConcatND] = RearrangementReaders.ConcatND,
        [LayerCase.Split] = RearrangementReaders.Split,
        [LayerCase.SplitND] = RearrangementReaders.SplitND,
        [LayerCase.Slice] = RearrangementReaders.Slice,
        [LayerCase.SliceStatic] = RearrangementReaders.SliceStatic,
        [LayerCase.Reverse] = RearrangementReaders.Reverse,
        [LayerCase.Tile] = RearrangementReaders.Tile,
        [LayerCase.BroadcastToStatic] = RearrangementReaders.BroadcastToStatic,
        [LayerCase.ReorganizeData] = RearrangementReaders.ReorganizeData,
        [LayerCase.Upsample] = ResizeReaders.Upsample,
        [LayerCase.ResizeBilinear] = ResizeReaders.ResizeBilinear,
        [LayerCase.Reshape] = ShapeReaders.Reshape,
        [LayerCase.Flatten] = ShapeReaders.Flatten,
        [LayerCase.Permute] = ShapeReaders.Permute,
        [LayerCase.Transpose] = ShapeReaders.Transpose,
        [LayerCase.Squeeze] = ShapeReaders.Squeeze,
        [LayerCase.ExpandDims] = ShapeReaders.ExpandDims,
        [LayerCase.FlattenTo2D] = ShapeReaders.FlattenTo2D,
        [LayerCase.ReshapeStatic] = ShapeReaders.ReshapeStatic,
        [LayerCase.RankPreservingReshape] = ShapeReaders.RankPreservingReshape,
    };

    /// <summary>Reads one layer.</summary>
    /// <param name="reading">The layer.</param>
    public static void Read(LayerReading reading)
    {
        if (!Readers.TryGetValue(reading.Layer.LayerCase, out Action<LayerReading>? reader))
        {
            throw reading.Refuse(reading.Layer.LayerCase switch
            {
                LayerCase.Custom => $"is custom code ('{reading.Layer.Custom.ClassName}'), which only its application has",
                LayerCase.None => "is of a sort that is not supported",
                LayerCase.CropResize => "reads regions of a picture, which is not supported",
                LayerCase.SequenceRepeat or LayerCase.SimpleRecurrent or LayerCase.Gru or LayerCase.UniDirectionalLSTM or LayerCase.BiDirectionalLSTM =>
                    "works on sequences, which is not supported",
                _ => "is not supported",
            });
        }

        reader(reading);
    }
}
