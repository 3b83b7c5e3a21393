using System.Runtime.CompilerServices;
using RefCnn.Accelerate.Kernels;
using RefCnn.Accelerate.Simd;
using RefCnn.Accelerate.Tiles;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Convolution;

/// <summary>
/// One phase of a convolution, computed in place on the blocked layout: no image is ever unfolded. The work goes band by band, in each panel by panel of output channels,
/// and in each line by line. A piece of it is a vector of channels of a line, so that pieces weigh alike; who has the first vector of a panel computes the line.
/// </summary>
internal sealed unsafe class PhaseWork
{
    // The samples that a band reads should stay in the second cache beside a panel's weights.
    private const long BandBytes = 512 * 1024;
    private const int TilesInLine = 2;

    private readonly Operands operands;
    private readonly Tiling tiling;
    private readonly PackedFilters[] filters;
    private readonly Segment[] segments;
    private readonly int pixels, columns, lineLength, lines, linesPerBand, inputBlocksPerGroup, outputBlocksPerGroup;
    private readonly nint inputLineStride, inputStep, outputLineStride, outputStep, outputOrigin, residualLineStride, residualOrigin;

    /// <summary>Packs the weights.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="kernel">Height and width of the kernel.</param>
    /// <param name="weights">One row an output.</param>
    /// <param name="groups">How many groups; more than one only where their channels fill whole blocks.</param>
    /// <param name="operands">Blocked input and output.</param>
    /// <param name="unit">The vectors.</param>
    public PhaseWork(Phase phase, Size2D kernel, Weights weights, int groups, Operands operands, VectorUnit unit)
    {
        this.operands = operands;
        View input = operands.Input, output = operands.Output, residual = operands.Fusion.Residual ?? output;
        inputStep = phase.InputStride.Width * input.Lanes;
        inputLineStride = phase.InputStride.Height * input.RowStride;
        outputStep = phase.OutputStride.Width * output.Lanes;
        outputLineStride = phase.OutputStride.Height * output.RowStride;
        residualLineStride = phase.OutputStride.Height * residual.RowStride;
        outputOrigin = (phase.Y * output.RowStride) + (phase.X * output.Lanes);
        residualOrigin = (phase.Y * residual.RowStride) + (phase.X * output.Lanes);

        (lines, lineLength, pixels) = (phase.Size.Height, phase.Size.Width, phase.Size.Height * phase.Size.Width);
        int inputs = input.Shape.Channels / groups, outputs = output.Shape.Channels / groups;
        inputBlocksPerGroup = groups == 1 ? input.Blocks : inputs / input.Lanes;
        outputBlocksPerGroup = groups == 1 ? output.Blocks : outputs / output.Lanes;

        (segments, int[] termIndices) = Terms(phase.Within(input.Shape), kernel, input, inputs);
        columns = lineLength;
        if (inputLineStride == lineLength * inputStep)
        {
            // The whole image is one line, cut into equal parts of a few tiles; between the rows of outputs there may be room.
            if (outputLineStride == lineLength * outputStep && residualLineStride == lineLength * outputStep) columns = pixels;
            lines = (pixels + (unit.MaximumRows(2) * TilesInLine) - 1) / (unit.MaximumRows(2) * TilesInLine);
            lineLength = (pixels + lines - 1) / lines;
            lines = (pixels + lineLength - 1) / lineLength;
        }

        tiling = Tiling.Choose(unit, outputs, lineLength, Math.Max(1, termIndices.Length));
        filters = [.. Enumerable.Range(0, groups).Select(group => new PackedFilters(tiling, weights, group * outputs, outputs, termIndices, operands.Memory))];

        long bytes = (long)phase.Size.Height * inputLineStride * inputBlocksPerGroup * sizeof(float);
        int bands = (int)Math.Clamp((bytes + BandBytes - 1) / BandBytes, 1, lines);
        linesPerBand = (lines + bands - 1) / bands;
    }

    /// <summary>How many pieces.</summary>
    public int Pieces => operands.Output.Shape.Batch * filters.Length * lines * tiling.TotalVectors;

    /// <summary>Computes some of the pieces.</summary>
    /// <param name="first">The first piece.</param>
    /// <param name="end">One past the last.</param>
    public void Run(int first, int end)
    {
        int perImage = lines * tiling.TotalVectors;
        for (int image = first / perImage; image * perImage < end; image++)
        {
            for (int line = 0; line < lines; line += linesPerBand)
            {
                int count = Math.Min(linesPerBand, lines - line);
                for (int panel = 0; panel < tiling.Panels; panel++)
                {
                    int start = (image * perImage) + (line * tiling.TotalVectors) + (panel * tiling.Vectors * count), vectors = tiling.VectorsOf(panel);
                    int from = Math.Clamp((first - start + vectors - 1) / vectors, 0, count), to = Math.Clamp((end - start + vectors - 1) / vectors, 0, count);
                    if (from < to) Run(image, panel, line + from, line + to);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run(int image, int panel, int firstLine, int endLine)
    {
        (int item, int group) = Math.DivRem(image, filters.Length);
        View input = operands.Input, output = operands.Output, residual = operands.Fusion.Residual ?? default;
        int block = (group * outputBlocksPerGroup) + (panel * tiling.Vectors), vectors = tiling.VectorsOf(panel);
        float* a = input.At(item, group * inputBlocksPerGroup, 0);
        float* c = output.At(item, block, 0) + outputOrigin;
        float* r = residual.Data == null ? null : residual.At(item, block, 0) + residualOrigin;
        fixed (Segment* first = segments)
        {
            Activation activation = operands.Fusion.Activation;
            var tile = new TileArguments
            {
                RowStrideA = inputStep,
                Segments = first,
                SegmentCount = segments.Length,
                B = filters[group].Panel(panel),
                Bias = filters[group].Bias(panel),
                RowStrideC = outputStep,
                VectorStrideC = output.BlockStride,
                RowStrideResidual = outputStep,
                VectorStrideResidual = residual.BlockStride,
                RowsOfLine = columns,
                Gap = outputLineStride - (columns * outputStep),
                GapResidual = residualLineStride - (columns * outputStep),
                Slope = activation.Slope,
                Minimum = activation.Minimum,
                Maximum = activation.Maximum,
            };
            var whole = new TileLine(tiling.Unit, lineLength, vectors);
            for (int line = firstLine; line < endLine; line++)
            {
                (int row, int column) = Math.DivRem(line * lineLength, columns);
                tile.A = a + (row * inputLineStride) + (column * inputStep);
                tile.C = c + (row * outputLineStride) + (column * outputStep);
                tile.Residual = r == null ? null : r + (row * residualLineStride) + (column * outputStep);
                tile.RowsToGap = columns - column;
                int left = pixels - (line * lineLength);
                (left < lineLength ? new TileLine(tiling.Unit, left, vectors) : whole).Run(ref tile, isFresh: line == firstLine);
            }
        }
    }

    // Blocks outside and taps inside, so that the taps of a block meet the same samples in the first cache. Runs that follow each other become one.
    private static (Segment[] Segments, int[] TermIndices) Terms(Phase phase, Size2D kernel, View input, int inputs)
    {
        var segments = new List<Segment>();
        var indices = new List<int>();
        for (int channel = 0; channel < inputs; channel += input.Lanes)
        {
            int lanes = Math.Min(input.Lanes, inputs - channel);
            foreach (Tap tap in phase.Taps)
            {
                nint offset = (channel / input.Lanes * input.BlockStride) + (tap.Y * input.RowStride) + (tap.X * input.Lanes);
                if (segments.Count > 0 && segments[^1].Offset + segments[^1].Terms == offset) segments[^1] = segments[^1] with { Terms = segments[^1].Terms + lanes };
                else segments.Add(new Segment(offset, lanes));
                for (int lane = 0; lane < lanes; lane++) indices.Add(((((channel + lane) * kernel.Height) + tap.Row) * kernel.Width) + tap.Column);
            }
        }

        return ([.. segments], [.. indices]);
    }
}
