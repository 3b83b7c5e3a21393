using System.Runtime.CompilerServices;
using RefCnn.Accelerate.Kernels;
using RefCnn.Accelerate.Simd;
using RefCnn.Accelerate.Tiles;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Convolution;

/// <summary>
/// One phase of a convolution, or of one of its groups, by Winograd's algorithm. A piece of the work is a batch of tiles of one item, or some of its output channels where tiles are few.
/// </summary>
internal sealed unsafe class WinogradWork
{
    // Transformed inputs of a batch should stay in the second cache, beside the products of a few panels; for many channels they cannot, and fewer tiles would only
    // read filters more often that are far from the second cache. Then all panels are computed at once, so that the inputs are read once.
    private const long InputBytes = 320 * 1024, ProductBytes = 320 * 1024, CachedFilterBytes = 4 << 20;
    private const int LeastTiles = 28, MostTiles = 112;

    private readonly WinogradForm form;
    private readonly int side, tileProducts, outputVectors;
    private readonly Operands operands;
    private readonly VectorUnit unit;
    private readonly Tiling tiling;
    private readonly WinogradFilters filters;
    private readonly Segment[] segments;
    private readonly int tileColumns, tiles, tilesPerBatch, batches, shares, panelsAtOnce;
    private readonly nint inputStride, productStride;
    private readonly delegate*<float*, nint, nint, float*, nint, float*, void> transformInput;
    private readonly delegate*<float*, nint, ref WinogradOutputs, float*, void> transformOutput;
    private volatile bool spoiled;

    /// <summary>Transforms the filters.</summary>
    /// <param name="form">The phase.</param>
    /// <param name="kernel">Height and width of the kernel.</param>
    /// <param name="weights">One row an output.</param>
    /// <param name="operands">Blocked input and output.</param>
    public WinogradWork(WinogradForm form, Size2D kernel, Weights weights, Operands operands)
    {
        (this.form, this.operands, unit) = (form, operands, operands.Engine.Unit);
        (side, tileProducts, outputVectors) = (form.Tile.Side, form.Tile.Products, operands.Output.Blocks);
        transformInput = unit.WinogradInput(form.Tile);
        transformOutput = unit.WinogradOutput(form.Tile);
        View input = operands.Input;
        int inputBlocks = form.Sources.Length * input.Blocks;
        (tileColumns, tiles) = (form.Tiles.Width, form.Tiles.Width * form.Tiles.Height);

        int workers = operands.Workspace.Workers;
        long vectorBytes = (long)tileProducts * unit.Width * sizeof(float);
        int least = vectorBytes * inputBlocks * unit.Width * outputVectors > CachedFilterBytes ? MostTiles : LeastTiles;
        int most = (int)Math.Clamp(InputBytes / (vectorBytes * inputBlocks), least, MostTiles);
        batches = (tiles + most - 1) / most;
        if (batches > 1) batches = (batches + workers - 1) / workers * workers;
        tilesPerBatch = (tiles + batches - 1) / batches;
        batches = (tiles + tilesPerBatch - 1) / tilesPerBatch;

        tiling = Tiling.Choose(unit, outputVectors * unit.Width, tilesPerBatch, form.Sources.Length * input.Shape.Channels);
        shares = batches * input.Shape.Batch >= workers ? 1 : Math.Min(workers, tiling.Panels);
        filters = new WinogradFilters(form, tiling, weights, kernel, operands.Memory);
        bool cached = vectorBytes * inputBlocks * tilesPerBatch <= 2 * InputBytes;
        panelsAtOnce = cached ? (int)Math.Clamp(ProductBytes / (vectorBytes * tilesPerBatch * tiling.Vectors), 1, tiling.Panels) : tiling.Panels;

        // One vector more, so that the products do not fall on the same line of the cache.
        inputStride = (tilesPerBatch * inputBlocks * unit.Width) + unit.Width;
        productStride = (tilesPerBatch * panelsAtOnce * tiling.Vectors * unit.Width) + unit.Width;
        segments = [.. Enumerable.Range(0, inputBlocks).Select(block =>
            new Segment(block * tilesPerBatch * unit.Width, Math.Min(unit.Width, input.Shape.Channels - (block % input.Blocks * unit.Width))))];
        operands.Workspace.Reserve(tileProducts * (inputStride + productStride + unit.Width));
    }

    /// <summary>How many pieces.</summary>
    public int Pieces => operands.Output.Shape.Batch * batches * shares;

    /// <summary>Whether a tile had a sum that is not finite since it was last asked.</summary>
    public bool TakeSpoiled()
    {
        bool was = spoiled;
        spoiled = false;
        return was;
    }

    /// <summary>Computes some of the pieces.</summary>
    /// <param name="first">The first piece.</param>
    /// <param name="end">One past the last.</param>
    /// <param name="worker">The worker, whose scratch memory is taken.</param>
    public void Run(int first, int end, int worker)
    {
        float* inputs = operands.Workspace.Of(worker), products = inputs + (tileProducts * inputStride), scratch = products + (tileProducts * productStride);
        for (int piece = first; piece < end; piece++)
        {
            (int rest, int share) = Math.DivRem(piece, shares);
            (int item, int batch) = Math.DivRem(rest, batches);
            int firstTile = batch * tilesPerBatch, count = Math.Min(tilesPerBatch, tiles - firstTile);
            int firstPanel = tiling.Panels * share / shares, endPanel = tiling.Panels * (share + 1) / shares;
            for (int source = 0; source < form.Sources.Length; source++) TransformInput(item, source, firstTile, count, inputs, scratch);
            for (int panel = firstPanel; panel < endPanel; panel += panelsAtOnce)
            {
                int last = Math.Min(endPanel, panel + panelsAtOnce);
                Multiply(inputs, products, count, panel, last);
                TransformOutput(item, firstTile, count, products, panel * tiling.Vectors, Math.Min(tiling.TotalVectors, last * tiling.Vectors), scratch);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TransformInput(int item, int source, int firstTile, int count, float* inputs, float* scratch)
    {
        View input = operands.Input;
        nint rowStride = form.Target.InputStride.Height * input.RowStride, pixelStride = form.Target.InputStride.Width * unit.Width;
        nint origin = (form.Sources[source].Height * input.RowStride) + (form.Sources[source].Width * unit.Width);
        for (int block = 0; block < input.Blocks; block++)
        {
            float* first = input.At(item, block, 0) + origin, to = inputs + ((((source * input.Blocks) + block) * tilesPerBatch) * unit.Width);
            for (int i = 0; i < count; i++, to += unit.Width)
            {
                (int row, int column) = Math.DivRem(firstTile + i, tileColumns);
                transformInput(first + (row * side * rowStride) + (column * side * pixelStride), rowStride, pixelStride, to, inputStride, scratch);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(float* inputs, float* products, int count, int firstPanel, int endPanel)
    {
        fixed (Segment* first = segments)
        {
            var tile = new TileArguments
            {
                RowStrideA = unit.Width,
                Segments = first,
                SegmentCount = segments.Length,
                RowStrideC = panelsAtOnce * tiling.Vectors * unit.Width,
                VectorStrideC = unit.Width,
                Slope = 1,
                Minimum = float.NegativeInfinity,
                Maximum = float.PositiveInfinity,
            };
            TileLine whole = new(unit, count, tiling.Vectors), last = new(unit, count, tiling.VectorsOf(tiling.Panels - 1));
            for (int product = 0; product < tileProducts; product++)
            {
                for (int panel = firstPanel; panel < endPanel; panel++)
                {
                    tile.A = inputs + (product * inputStride);
                    tile.C = products + (product * productStride) + ((panel - firstPanel) * tiling.Vectors * unit.Width);
                    tile.B = filters.Panel(product, panel);
                    (panel < tiling.Panels - 1 ? whole : last).Run(ref tile, isFresh: true);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TransformOutput(int item, int firstTile, int count, float* products, int firstVector, int endVector, float* scratch)
    {
        View output = operands.Output, residual = operands.Fusion.Residual ?? default;
        Activation activation = operands.Fusion.Activation;
        Phase target = form.Target;
        for (int vector = firstVector; vector < endVector; vector++)
        {
            var outputs = new WinogradOutputs
            {
                RowStride = target.OutputStride.Height * output.RowStride,
                PixelStride = target.OutputStride.Width * unit.Width,
                RowStrideResidual = target.OutputStride.Height * residual.RowStride,
                Bias = filters.Bias(vector),
                Slope = activation.Slope,
                Minimum = activation.Minimum,
                Maximum = activation.Maximum,
            };
            for (int i = 0; i < count; i++)
            {
                (int row, int column) = Math.DivRem(firstTile + i, tileColumns);
                (outputs.Rows, outputs.Columns) = (Math.Min(side, target.Size.Height - (row * side)), Math.Min(side, target.Size.Width - (column * side)));
                int y = target.Y + (row * side * target.OutputStride.Height), x = target.X + (column * side * target.OutputStride.Width);
                outputs.To = output.At(item, vector, y) + (x * unit.Width);
                if (residual.Data != null) outputs.Residual = residual.At(item, vector, y) + (x * unit.Width);
                transformOutput(products + (((i * panelsAtOnce * tiling.Vectors) + vector - firstVector) * unit.Width), productStride, ref outputs, scratch);
            }

            if (outputs.Spoiled) spoiled = true;
        }
    }
}
