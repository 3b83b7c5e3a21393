using RefCnn.Accelerate.Gemm;

namespace RefCnn.Accelerate.Kernels;

/// <summary>
/// Convolution as im2col and a product of matrices, weights [outputs, terms] · unfolded image [terms, outputs of one plane], over planar
/// images. A block of columns is unfolded at a time, so that the memory stays small whatever the image. A piece of the work is a block of columns
/// of one group of one batch item, or some rows of it where blocks are few; pieces do not depend on the threads, so that their number changes no bit.
/// </summary>
internal sealed unsafe class Im2ColStep : Step
{
    // A block this large is still in the last cache when it is read; one of so few columns or rows still outweighs what a library does for
    // each call, mostly packing the weights again.
    private const int LargestBlock = 1 << 20, FewestColumns = 192, FewestRows = 48, WantedPieces = 8, VectorWidth = 16;

    private readonly IGemm gemm;
    private readonly ConvolutionShape shape;
    private readonly Operands operands;
    private readonly ColumnPacker packer;
    private readonly float* weights;
    private readonly float[] bias;
    private readonly bool pointwise;
    private readonly int groups, outputsPerGroup, columnsPerBlock, blocks, rowShares;

    /// <summary>Prepares.</summary>
    /// <param name="gemm">The product of matrices.</param>
    /// <param name="shape">The geometry of one group.</param>
    /// <param name="groups">How many groups.</param>
    /// <param name="weights">One row an output.</param>
    /// <param name="operands">Input, output, what follows.</param>
    public Im2ColStep(IGemm gemm, ConvolutionShape shape, int groups, Weights weights, Operands operands)
    {
        (this.gemm, this.groups, this.operands, bias) = (gemm, groups, operands, weights.Bias);
        this.shape = shape.Simplified();
        pointwise = shape.IsPointwise;
        outputsPerGroup = bias.Length / groups;
        int plane = shape.OutputPlane;
        int wanted = Math.Max(FewestColumns, Math.Min(LargestBlock / Math.Max(1, shape.Terms), plane / WantedPieces));
        int about = Math.Max(1, (plane + (wanted / 2)) / wanted);
        columnsPerBlock = RoundedUp((plane + about - 1) / about);
        blocks = (plane + columnsPerBlock - 1) / columnsPerBlock;
        int items = operands.Output.Shape.Batch * groups * blocks;
        rowShares = Math.Clamp((WantedPieces + items - 1) / items, 1, Math.Max(1, outputsPerGroup / FewestRows));

        packer = new ColumnPacker(this.shape, columnsPerBlock);
        this.weights = operands.Memory.Take(weights.Folded());
        operands.Workspace.Reserve(Unfolded + gemm.ScratchOf(outputsPerGroup, columnsPerBlock, shape.Terms));
    }

    public override int Pieces => operands.Output.Shape.Batch * groups * blocks * rowShares;

    public override string Algorithm => $"im2col, {gemm.Name}";

    // A pointwise convolution reads the image as it is.
    private long Unfolded => pointwise ? 0 : (long)shape.Terms * columnsPerBlock;

    public override void Run(int first, int end, int worker)
    {
        int unfolded = -1;
        for (int piece = first; piece < end; piece++)
        {
            (int item, int share) = Math.DivRem(piece, rowShares);
            (int image, int block) = Math.DivRem(item, blocks);
            int firstColumn = block * columnsPerBlock, columns = Math.Min(columnsPerBlock, shape.OutputPlane - firstColumn);
            float* input = operands.Input.Data + ((long)image * shape.Channels * shape.InputPlane);
            if (!pointwise && item != unfolded) packer.Pack(input, 0, shape.Channels, firstColumn, columns, operands.Workspace.Of(worker));
            unfolded = item;
            Rows right = pointwise ? new Rows(input + firstColumn, shape.InputPlane) : new Rows(operands.Workspace.Of(worker), columnsPerBlock);
            Multiply(image, outputsPerGroup * share / rowShares, outputsPerGroup * (share + 1) / rowShares, right, firstColumn, columns, worker);
        }
    }

    private static int RoundedUp(int columns) => (columns + VectorWidth - 1) / VectorWidth * VectorWidth;

    private void Multiply(int image, int firstRow, int endRow, Rows right, int firstColumn, int columns, int worker)
    {
        int group = image % groups, rows = endRow - firstRow;
        long offset = (((long)image * outputsPerGroup) + firstRow) * shape.OutputPlane + firstColumn;
        var left = new Rows(weights + ((((long)group * outputsPerGroup) + firstRow) * shape.Terms), shape.Terms);
        gemm.Multiply(rows, columns, shape.Terms, left, right, new Rows(operands.Output.Data + offset, shape.OutputPlane), operands.Workspace.Of(worker) + Unfolded);

        (View? residual, Activation activation) = (operands.Fusion.Residual, operands.Fusion.Activation);
        for (int row = 0; row < rows; row++)
        {
            long at = offset + ((long)row * shape.OutputPlane);
            activation.Apply(operands.Output.Data + at, columns, bias[(group * outputsPerGroup) + firstRow + row], residual is { } view ? view.Data + at : null);
        }
    }
}
