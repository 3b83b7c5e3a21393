using RefCnn.Core.Layers;

namespace RefCnn.Formats.Onnx.Operators;

/// <summary>Which importer reads which operator. The numbers are the inputs whose values must be known at import.</summary>
internal static class OperatorTable
{
    private static readonly Dictionary<string, OperatorEntry> Entries = new(StringComparer.Ordinal)
    {
        ["Conv"] = new(ConvolutionOperators.Conv, 1, 2),
        ["ConvTranspose"] = new(ConvolutionOperators.ConvTranspose, 1, 2),
        ["Gemm"] = new(MatrixOperators.Gemm),
        ["MatMul"] = new(MatrixOperators.MatMul),

        ["MaxPool"] = new(PoolingOperators.MaxPool),
        ["AveragePool"] = new(PoolingOperators.AveragePool),
        ["LpPool"] = new(PoolingOperators.LpPool),
        ["GlobalMaxPool"] = new(node => node.Output(new GlobalPool(GlobalPoolFunction.Max), node.Node(0))),
        ["GlobalAveragePool"] = new(node => node.Output(new GlobalPool(GlobalPoolFunction.Average), node.Node(0))),
        ["GlobalLpPool"] = new(PoolingOperators.GlobalLpPool),

        ["BatchNormalization"] = new(NormalizationOperators.BatchNormalization, 1, 2, 3, 4),
        ["InstanceNormalization"] = new(NormalizationOperators.InstanceNormalization, 1, 2),
        ["LRN"] = new(NormalizationOperators.LocalResponse),
        ["MeanVarianceNormalization"] = new(NormalizationOperators.MeanVariance),
        ["LpNormalization"] = new(NormalizationOperators.LpNormalization),
        ["LayerNormalization"] = new(DecomposedNormalizations.Layer),
        ["GroupNormalization"] = new(DecomposedNormalizations.Group),
        ["RMSNormalization"] = new(DecomposedNormalizations.RootMeanSquare),

        ["Relu"] = new(node => node.Output(new Relu(), node.Node(0))),
        ["LeakyRelu"] = new(node => node.Output(new LeakyRelu(node.Attributes.Number("alpha", 0.01f)), node.Node(0))),
        ["PRelu"] = new(ActivationOperators.PRelu, 1),
        ["Elu"] = new(node => node.Output(new Elu(node.Attributes.Number("alpha", 1)), node.Node(0))),
        ["Selu"] = new(ActivationOperators.Selu),
        ["Celu"] = new(ActivationOperators.Celu),
        ["Sigmoid"] = new(node => node.Output(new Sigmoid(), node.Node(0))),
        ["HardSigmoid"] = new(ActivationOperators.HardSigmoid),
        ["HardSwish"] = new(ActivationOperators.HardSwish),
        ["Swish"] = new(ActivationOperators.Swish),
        ["Tanh"] = new(node => node.Output(new Tanh(), node.Node(0))),
        ["Softplus"] = new(node => node.Output(new Softplus(), node.Node(0))),
        ["Softsign"] = new(ActivationOperators.Softsign),
        ["Mish"] = new(ActivationOperators.Mish),
        ["Gelu"] = new(ActivationOperators.Gelu),
        ["ThresholdedRelu"] = new(ActivationOperators.ThresholdedRelu),
        ["Clip"] = new(ActivationOperators.Clip, 1, 2),
        ["Softmax"] = new(SoftmaxOperators.Softmax),
        ["LogSoftmax"] = new(SoftmaxOperators.LogSoftmax),
        ["Hardmax"] = OperatorEntry.Refused("no layer marks the largest value along an axis"),

        ["Add"] = new(node => ArithmeticOperators.Binary(node, BinaryFunction.Add)),
        ["Sub"] = new(node => ArithmeticOperators.Binary(node, BinaryFunction.Sub)),
        ["Mul"] = new(node => ArithmeticOperators.Binary(node, BinaryFunction.Mul)),
        ["Div"] = new(node => ArithmeticOperators.Binary(node, BinaryFunction.Div)),
        ["Pow"] = new(node => ArithmeticOperators.Binary(node, BinaryFunction.Pow)),
        ["Sum"] = new(node => ArithmeticOperators.Variadic(node, BinaryFunction.Add)),
        ["Min"] = new(node => ArithmeticOperators.Variadic(node, BinaryFunction.Min)),
        ["Max"] = new(node => ArithmeticOperators.Variadic(node, BinaryFunction.Max)),
        ["Mean"] = new(ArithmeticOperators.Mean),
        ["Abs"] = new(node => ArithmeticOperators.Unary(node, UnaryFunction.Abs)),
        ["Neg"] = new(node => ArithmeticOperators.Unary(node, UnaryFunction.Neg)),
        ["Exp"] = new(node => ArithmeticOperators.Unary(node, UnaryFunction.Exp)),
        ["Log"] = new(node => ArithmeticOperators.Unary(node, UnaryFunction.Log)),
        ["Sqrt"] = new(node => ArithmeticOperators.Unary(node, UnaryFunction.Sqrt)),
        ["Reciprocal"] = new(node => ArithmeticOperators.Unary(node, UnaryFunction.Reciprocal)),

        ["ReduceMean"] = new(node => ReductionOperators.Plain(node, ReduceFunction.Mean), 1),
        ["ReduceSum"] = new(node => ReductionOperators.Plain(node, ReduceFunction.Sum), 1),
        ["ReduceMax"] = new(node => ReductionOperators.Plain(node, ReduceFunction.Max), 1),
        ["ReduceMin"] = new(node => ReductionOperators.Plain(node, ReduceFunction.Min), 1),
        ["ReduceProd"] = new(node => ReductionOperators.Plain(node, ReduceFunction.Product), 1),
        ["ReduceL2"] = new(node => ReductionOperators.Plain(node, ReduceFunction.L2), 1),
        ["ReduceL1"] = new(ReductionOperators.L1, 1),
        ["ReduceSumSquare"] = new(ReductionOperators.SumSquare, 1),
        ["ReduceLogSum"] = new(ReductionOperators.LogSum, 1),
        ["ReduceLogSumExp"] = new(ReductionOperators.LogSumExp, 1),

        ["Identity"] = new(node => node.Rearrange(0, new Identity())),
        ["Dropout"] = new(ShapeOperators.Dropout, 1, 2),
        ["Cast"] = new(ShapeOperators.Cast),
        ["Reshape"] = new(ShapeOperators.Reshape, 1),
        ["Flatten"] = new(ShapeOperators.Flatten),
        ["Squeeze"] = new(ShapeOperators.Squeeze, 1),
        ["Unsqueeze"] = new(ShapeOperators.Unsqueeze, 1),
        ["Transpose"] = new(ShapeOperators.Transpose),
        ["Expand"] = new(ShapeOperators.Expand, 1),
        ["Tile"] = new(ShapeOperators.Tile, 1, 2),
        ["Concat"] = new(SliceOperators.Concat),
        ["Split"] = new(SliceOperators.Split, 1),
        ["Slice"] = new(SliceOperators.Slice, 1, 2, 3, 4),
        ["Gather"] = new(SliceOperators.Gather, 1),
        ["Pad"] = new(PadOperators.Pad, 1, 2, 3),
        ["DepthToSpace"] = new(ShapeOperators.DepthToSpace),
        ["SpaceToDepth"] = new(ShapeOperators.SpaceToDepth),
        ["Resize"] = new(ResizeOperators.Resize, 1, 2, 3),
        ["Upsample"] = new(ResizeOperators.Upsample, 1),

        ["Constant"] = new(FoldedOperators.Constant),
        ["ConstantOfShape"] = OperatorEntry.Folded(FoldedOperators.ConstantOfShape),
        ["Shape"] = new(FoldedOperators.Shape),
        ["Size"] = new(FoldedOperators.Size),
        ["Range"] = OperatorEntry.Folded(FoldedOperators.Range),
        ["Where"] = OperatorEntry.Folded(FoldedOperators.Where),
        ["Equal"] = OperatorEntry.Folded(FoldedOperators.Binary),
        ["Less"] = OperatorEntry.Folded(FoldedOperators.Binary),
        ["LessOrEqual"] = OperatorEntry.Folded(FoldedOperators.Binary),
        ["Greater"] = OperatorEntry.Folded(FoldedOperators.Binary),
        ["GreaterOrEqual"] = OperatorEntry.Folded(FoldedOperators.Binary),
        ["And"] = OperatorEntry.Folded(FoldedOperators.Binary),
        ["Or"] = OperatorEntry.Folded(FoldedOperators.Binary),
        ["Xor"] = OperatorEntry.Folded(FoldedOperators.Binary),
        ["Mod"] = OperatorEntry.Folded(FoldedOperators.Mod),
        ["Not"] = OperatorEntry.Folded(FoldedOperators.Unary),
        ["Floor"] = OperatorEntry.Folded(FoldedOperators.Unary),
        ["Ceil"] = OperatorEntry.Folded(FoldedOperators.Unary),
        ["Round"] = OperatorEntry.Folded(FoldedOperators.Unary),
        ["Sign"] = OperatorEntry.Folded(FoldedOperators.Unary),
    };

    /// <summary>The operators that have an entry, refused ones among them.</summary>
    public static IEnumerable<string> Types => Entries.Keys;

    /// <summary>How an operator is imported, or null where it is not supported.</summary>
    /// <param name="name">ONNX's name.</param>
    public static OperatorEntry? Find(string name) => Entries.GetValueOrDefault(name);
}
