namespace RefCnn.Accelerate.Layouts;

/// <summary>The same values in another layout. A piece of the work is a row of a block of channels.</summary>
/// <param name="from">The values, unless <see cref="From"/> says otherwise later.</param>
/// <param name="to">Where they go; at least one of the two is blocked.</param>
internal sealed unsafe class ReorderStep(View from, View to) : Step
{
    private readonly int lanes = to.IsBlocked ? to.Lanes : from.Lanes, blocks = to.IsBlocked ? to.Blocks : from.Blocks, height = from.Shape.Height, width = from.Shape.Width;

    /// <summary>The values. Of their shape they may lie elsewhere in each run.</summary>
    public View From { get; set; } = from;

    public override int Pieces => From.Shape.Batch * blocks * height;

    public override void Run(int first, int end, int worker)
    {
        for (int piece = first; piece < end; piece++)
        {
            (int plane, int row) = Math.DivRem(piece, height);
            (int item, int block) = Math.DivRem(plane, blocks);
            int channel = block * lanes, last = Math.Min(channel + lanes, From.Shape.Channels);
            if (height == 1 && width == 1)
            {
                // The channels of a single pixel lie side by side in every layout.
                new Span<float>(Place(From, item, channel, row, out _), last - channel).CopyTo(new Span<float>(Place(to, item, channel, row, out _), last - channel));
                continue;
            }

            for (; channel + 3 <= last; channel += 3) Three(item, channel, row);
            for (; channel < last; channel++)
            {
                float* source = Place(From, item, channel, row, out int step), target = Place(to, item, channel, row, out int targetStep);
                for (int x = 0; x < width; x++, source += step, target += targetStep) *target = *source;
            }
        }
    }

    // Three channels at once, which are all that a picture has: their stores fill cache lines together.
    private void Three(int item, int channel, int row)
    {
        float* source = Place(From, item, channel, row, out int step), target = Place(to, item, channel, row, out int targetStep);
        nint nextSource = (nint)(Place(From, item, channel + 1, row, out _) - source), nextTarget = (nint)(Place(to, item, channel + 1, row, out _) - target);
        for (int x = 0; x < width; x++, source += step, target += targetStep)
        {
            *target = *source;
            target[nextTarget] = source[nextSource];
            target[2 * nextTarget] = source[2 * nextSource];
        }
    }

    private static float* Place(View view, int item, int channel, int row, out int step)
    {
        step = Math.Max(view.Lanes, 1);
        return view.IsBlocked
            ? view.At(item, channel / view.Lanes, row) + (channel % view.Lanes)
            : view.Data + (((((long)item * view.Shape.Channels) + channel) * view.Shape.Height) + row) * view.Shape.Width;
    }
}
