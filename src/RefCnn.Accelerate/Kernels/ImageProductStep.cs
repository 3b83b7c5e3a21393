using RefCnn.Accelerate.Gemm;

namespace RefCnn.Accelerate.Kernels;

/// <summary>
/// Convolution as a product of matrices, weights · unfolded image, with the unfolding fused into the packing of its right operand. A piece of the work
/// is a panel of outputs of one group of one batch item, or some rows of it where panels are few.
/// </summary>
internal sealed unsafe class ImageProductStep : Step
{
    // Terms in a block: one panel of the unfolded image (48 columns) and one of the weights stay in the first two caches.
    private const int TargetTerms = 256;

    private readonly TileKernel kernel = TileKernel.Best;
    private readonly ConvolutionShape shape;
    private readonly Operands operands;
    private readonly ColumnPacker packer;
    private readonly PackedRows[] weights;
    private readonly float[] bias;
    private readonly int panels, rowShares, channelsPerBlock, outputsPerGroup;

    /// <summary>Packs the weights.</summary>
    /// <param name="shape">The geometry of one group.</param>
    /// <param name="groups">How many groups.</param>
    /// <param name="weights">One row an output.</param>
    /// <param name="operands">Input, output, what follows.</param>
    public ImageProductStep(ConvolutionShape shape, int groups, Weights weights, Operands operands)
    {
        (this.shape, this.operands, bias) = (shape.Simplified(), operands, weights.Bias);
        packer = new ColumnPacker(this.shape, kernel.Columns);
        outputsPerGroup = bias.Length / groups;
        channelsPerBlock = Math.Clamp(TargetTerms / shape.Taps, 1, Math.Max(1, shape.Channels));
        int groupLength = outputsPerGroup * shape.Terms;
        this.weights = [.. Enumerable.Range(0, groups).Select(group =>
            new PackedRows(kernel, weights.Rows.AsSpan(group * groupLength, groupLength), outputsPerGroup, shape.Terms, channelsPerBlock * shape.Taps))];

        panels = (shape.OutputPlane + kernel.Columns - 1) / kernel.Columns;
        int items = operands.Output.Shape.Batch * groups * panels;
        int wanted = items >= 8 * operands.Workspace.Workers ? 1 : operands.Workspace.Workers;
        rowShares = Math.Min(wanted, this.weights[0].Panels);
        operands.Workspace.Reserve(((long)channelsPerBlock * shape.Taps * kernel.Columns) + (kernel.Rows * kernel.Columns));
    }

    public override int Pieces => operands.Output.Shape.Batch * weights.Length * panels * rowShares;

    public override string Algorithm => "im2col";

    public override void Run(int first, int end, int worker)
    {
        for (int piece = first; piece < end; piece++)
        {
            (int item, int share) = Math.DivRem(piece, rowShares);
            (int image, int panel) = Math.DivRem(item, panels);
            (int n, int group) = Math.DivRem(image, weights.Length);
            Compute(n, group, panel, share, worker);
        }
    }

    protected override void Release()
    {
        foreach (PackedRows group in weights) group.Dispose();
    }

    private void Compute(int n, int group, int panel, int share, int worker)
    {
        PackedRows rows = weights[group];
        float* input = operands.Input.Data + ((long)((n * weights.Length) + group) * shape.Channels * shape.InputPlane);
        float* packed = operands.Workspace.Of(worker);
        int firstOutput = panel * kernel.Columns, outputs = Math.Min(kernel.Columns, shape.OutputPlane - firstOutput);
        int firstPanel = rows.Panels * share / rowShares, endPanel = rows.Panels * (share + 1) / rowShares;
        long output = ((long)((n * weights.Length) + group) * outputsPerGroup * shape.OutputPlane) + firstOutput;

        for (int channel = 0; channel < shape.Channels; channel += channelsPerBlock)
        {
            int channels = Math.Min(channelsPerBlock, shape.Channels - channel);
            packer.Pack(input, channel, channels, firstOutput, outputs, packed);
            for (int row = firstPanel; row < endPanel; row++)
            {
                int rowCount = Math.Min(kernel.Rows, rows.Rows - (row * kernel.Rows));
                float* c = operands.Output.Data + output + ((long)row * kernel.Rows * shape.OutputPlane);
                Multiply(rows.At(channel * shape.Taps, row), channels * shape.Taps, packed, c, rowCount, outputs, channel > 0);
                if (channel + channels >= shape.Channels) Finish(output + ((long)row * kernel.Rows * shape.OutputPlane), (group * outputsPerGroup) + (row * kernel.Rows), rowCount, outputs);
            }
        }
    }

    // A tile that is cut off by the end of the matrix is computed beside it.
    private void Multiply(float* a, int terms, float* b, float* c, int rows, int columns, bool add)
    {
        int vectors = (columns + kernel.Width - 1) / kernel.Width;
        if (rows == kernel.Rows && columns == vectors * kernel.Width)
        {
            kernel.Run(terms, a, b, c, shape.OutputPlane, vectors, add);
            return;
        }

        float* tile = stackalloc float[kernel.Rows * kernel.Columns];
        kernel.Run(terms, a, b, tile, kernel.Columns, vectors, add: false);
        for (int row = 0; row < rows; row++)
        {
            float* from = tile + (row * kernel.Columns), to = c + ((long)row * shape.OutputPlane);
            for (int column = 0; column < columns; column++) to[column] = add ? to[column] + from[column] : from[column];
        }
    }

    private void Finish(long offset, int firstOutput, int rows, int columns)
    {
        (View? residual, Activation activation) = (operands.Fusion.Residual, operands.Fusion.Activation);
        for (int row = 0; row < rows; row++)
        {
            long at = offset + ((long)row * shape.OutputPlane);
            activation.Apply(operands.Output.Data + at, columns, bias[firstOutput + row], residual is { } view ? view.Data + at : null);
        }
    }
}
