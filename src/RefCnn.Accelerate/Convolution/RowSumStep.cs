using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using RefCnn.Accelerate.Kernels;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Convolution;

/// <summary>
/// A convolution with few outputs and wide kernels, as for a picture's colours. Vectors of output channels would be mostly empty: instead each column of the kernel is an
/// output of its own, summed over rows and channels for every column of the input, and an output is the sum of its columns' sums. Writes a planar tensor. A piece of
/// the work is an output row.
/// </summary>
internal sealed unsafe class RowSumStep : Step
{
    // Outputs of a column are read as one short vector.
    private const int MostOutputs = 4;

    private readonly Operands operands;
    private readonly RowSums[] rows;
    private readonly int outputHeight;
    private readonly Weights weights;

    /// <summary>Packs the weights.</summary>
    /// <param name="phases">The convolution's phases.</param>
    /// <param name="kernel">Height and width of the kernel.</param>
    /// <param name="weights">One row an output.</param>
    /// <param name="operands">Blocked input, planar output.</param>
    public RowSumStep(ImmutableArray<Phase> phases, Size2D kernel, Weights weights, Operands operands)
    {
        (this.operands, this.weights, outputHeight) = (operands, weights, operands.Output.Shape.Height);
        rows = [.. phases.GroupBy(phase => phase.Y).OrderBy(group => group.Key).Select(group => new RowSums([.. group], kernel, weights, operands))];
        operands.Workspace.Reserve(rows.Max(row => row.ScratchCount) + MostOutputs);
    }

    public override int Pieces => operands.Output.Shape.Batch * outputHeight;

    public override string Algorithm => "direct, row sums";

    /// <summary>Whether the algorithm applies and needs at most half of the multiplications of a direct sum.</summary>
    /// <param name="phases">The convolution's phases.</param>
    /// <param name="kernel">Height and width of its kernel.</param>
    /// <param name="groups">Its groups.</param>
    /// <param name="site">Where it stands.</param>
    public static bool Pays(ImmutableArray<Phase> phases, Size2D kernel, int groups, Site site)
    {
        int width = site.Engine.Unit.Width, outputs = site.Output.Channels;
        if (groups != 1 || outputs > MostOutputs || phases[0].InputStride != Size2D.One || phases.Any(phase => phase.Taps.IsEmpty)) return false;
        int vectors = ((outputs * kernel.Width) + width - 1) / width;
        int direct = phases.Sum(phase => phase.Taps.Length), summed = phases.GroupBy(phase => phase.Y).Sum(group => group.First().Taps.Select(tap => tap.Row).Distinct().Count() * vectors);
        return 2 * summed <= direct;
    }

    public override void Run(int first, int end, int worker)
    {
        float* sums = operands.Workspace.Of(worker);
        for (int piece = first; piece < end; piece++)
        {
            (int item, int y) = Math.DivRem(piece, outputHeight);
            RowSums row = rows[y % rows.Length];
            row.Compute(item, y / rows.Length, sums);
            Join(row, item, y, sums);
        }
    }

    private void Join(RowSums row, int item, int y, float* sums)
    {
        (View output, Activation activation) = (operands.Output, operands.Fusion.Activation);
        int channels = output.Shape.Channels, width = output.Shape.Width;
        for (int x = 0; x < width; x++)
        {
            Vector128<float> sum = row.Join(x, sums);
            for (int c = 0; c < channels; c++) output.Data[Place(c) + x] = sum[c];
        }

        for (int c = 0; c < channels; c++)
            activation.Apply(output.Data + Place(c), width, weights.Bias[c], operands.Fusion.Residual is { } residual ? residual.Data + Place(c) : null);

        long Place(int channel) => ((((long)item * channels) + channel) * outputHeight + y) * width;
    }
}
