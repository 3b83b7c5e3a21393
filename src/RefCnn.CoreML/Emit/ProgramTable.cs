using RefCnn.Core.Layers;

namespace RefCnn.CoreML.Emit;

/// <summary>How each kind of a lowered network becomes operations of a Core ML program: one line a kind.</summary>
internal static class ProgramTable
{
    private static readonly Dictionary<Type, Action<ProgramNode>> Emitters = new()
    {
        [typeof(Conv2D)] = ProgramWindows.Convolution,
        [typeof(ConvTranspose2D)] = ProgramWindows.Transposed,
        [typeof(MaxPool2D)] = ProgramWindows.MaxPool,
        [typeof(AveragePool2D)] = ProgramWindows.AveragePool,
        [typeof(L2Pool2D)] = ProgramWindows.L2Pool,
        [typeof(GlobalPool)] = ProgramWindows.GlobalPool,
        [typeof(Dense)] = ProgramArithmetic.Dense,
        [typeof(MatMul)] = ProgramArithmetic.MatMul,
        [typeof(BatchNorm)] = ProgramNormalizations.Batch,
        [typeof(InstanceNorm)] = ProgramNormalizations.Instance,
        [typeof(LocalResponseNorm)] = ProgramNormalizations.LocalResponse,
        [typeof(Relu)] = node => node.X().Finish("relu"),
        [typeof(LeakyRelu)] = node => node.X().Bind("alpha", ((LeakyRelu)node.Layer).Slope).Finish("leaky_relu"),
        [typeof(PRelu)] = ProgramNormalizations.PRelu,
        [typeof(Elu)] = node => node.X().Bind("alpha", ((Elu)node.Layer).Alpha).Finish("elu"),
        [typeof(Sigmoid)] = node => node.X().Finish("sigmoid"),
        [typeof(HardSigmoid)] = node => node.X().Bind("alpha", ((HardSigmoid)node.Layer).Alpha).Bind("beta", ((HardSigmoid)node.Layer).Beta).Finish("sigmoid_hard"),
        [typeof(Tanh)] = node => node.X().Finish("tanh"),
        [typeof(Softplus)] = node => node.X().Finish("softplus"),
        [typeof(Softmax)] = node => node.X().Bind("axis", MilValues.Of(((Softmax)node.Layer).Axis)).Finish("softmax"),
        [typeof(Clip)] = ProgramArithmetic.Clip,
        [typeof(Unary)] = ProgramArithmetic.Unary,
        [typeof(Binary)] = ProgramArithmetic.Binary,
        [typeof(Reduce)] = ProgramArithmetic.Reduce,
        [typeof(Constant)] = node => node.FinishConstant(((Constant)node.Layer).Value),
        [typeof(Identity)] = node => node.X().Finish("identity"),
        [typeof(Concat)] = ProgramRearrangements.Concat,
        [typeof(Slice)] = ProgramRearrangements.Slice,
        [typeof(Pad)] = ProgramRearrangements.Pad,
        [typeof(Resize)] = ProgramRearrangements.Resize,
        [typeof(Reshape)] = node => node.X().Bind("shape", MilValues.Of(node.Output.Extents.ToArray())).Finish("reshape"),
        [typeof(Transpose)] = node => node.X().Bind("perm", MilValues.Of((int[])[.. ((Transpose)node.Layer).Permutation])).Finish("transpose"),
        [typeof(Tile)] = node => node.X().Bind("reps", MilValues.Of((int[])[.. ((Tile)node.Layer).Repeats])).Finish("tile"),
        [typeof(SpaceToDepth)] = node => node.X().Bind("block_size", MilValues.Of(((SpaceToDepth)node.Layer).Block)).Finish("space_to_depth"),
        [typeof(DepthToSpace)] = node => node.X().Bind("block_size", MilValues.Of(((DepthToSpace)node.Layer).Block)).Finish("depth_to_space"),
    };

    /// <summary>Whether a kind has an emitter.</summary>
    /// <param name="layer">The layer's type.</param>
    public static bool Has(Type layer) => Emitters.ContainsKey(layer);

    /// <summary>Emits one node.</summary>
    /// <param name="node">The node.</param>
    public static void Emit(ProgramNode node) => Emitters[node.Layer.GetType()](node);
}
