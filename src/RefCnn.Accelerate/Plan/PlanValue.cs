using RefCnn.Accelerate.Layouts;
using RefCnn.Core;

namespace RefCnn.Accelerate.Plan;

/// <summary>A tensor of a plan: a buffer of its own, or a part of another's.</summary>
/// <param name="shape">Its extents.</param>
/// <param name="lanes">Channels side by side; 0 where it is planar.</param>
internal sealed unsafe class PlanValue(Shape shape, int lanes)
{
    private Margins margins;
    private (PlanValue Value, int Block, int Row, int Column)? parent;
    private View view;

    /// <summary>The extents.</summary>
    public Shape Shape => shape;

    /// <summary>Channels side by side; 0 where it is planar.</summary>
    public int Lanes => lanes;

    /// <summary>Whether it is blocked.</summary>
    public bool IsBlocked => lanes > 0;

    /// <summary>Whether it lies in another's buffer.</summary>
    public bool IsPart => parent is not null;

    /// <summary>Whether it is a window of another's rows and columns, so that what lies around it is no margin.</summary>
    public bool IsWindow { get; private set; }

    /// <summary>The value that owns the buffer.</summary>
    public PlanValue Root => parent?.Value.Root ?? this;

    /// <summary>The room around a value that owns its buffer.</summary>
    public Margins Margins => margins;

    /// <summary>The first moment at which the buffer is needed, of a value that owns it.</summary>
    public int First { get; private set; } = int.MaxValue;

    /// <summary>The last moment likewise.</summary>
    public int Last { get; private set; } = -1;

    /// <summary>Values in the buffer, margins included.</summary>
    public int Count => IsBlocked ? checked(shape.Batch * (int)ItemStride) : shape.Count;

    private nint RowStride => (shape.Width + margins.Left + margins.Right) * lanes;

    private nint BlockStride => (shape.Height + margins.Top + margins.Bottom) * RowStride;

    private nint ItemStride => (shape.Channels + lanes - 1) / lanes * BlockStride;

    /// <summary>Makes it a part of another's buffer.</summary>
    /// <param name="value">The other; planar, in the same order, or blocked with as many lanes.</param>
    /// <param name="block">The block of channels at which it begins.</param>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    public void PlaceIn(PlanValue value, int block = 0, int row = 0, int column = 0)
    {
        parent = (value, block, row, column);
        IsWindow = value.IsWindow || (value.IsBlocked && (shape.Height, shape.Width) != (value.Shape.Height, value.Shape.Width));
        value.Root.margins = value.Root.margins.Or(margins);
    }

    /// <summary>Demands room.</summary>
    /// <param name="room">How much.</param>
    public void Demand(Margins room)
    {
        margins = margins.Or(room);
        Root.margins = Root.margins.Or(room);
    }

    /// <summary>Notes that the buffer is needed.</summary>
    /// <param name="moment">When.</param>
    public void NeededAt(int moment) => (Root.First, Root.Last) = (Math.Min(Root.First, moment), Math.Max(Root.Last, moment));

    /// <summary>Fixes where a value that owns its buffer lies.</summary>
    /// <param name="buffer">The buffer's first value.</param>
    public void Place(float* buffer) => view = IsBlocked
        ? new View(buffer + (margins.Top * RowStride) + (margins.Left * lanes), shape, lanes, RowStride, BlockStride, ItemStride)
        : new View(buffer, shape);

    /// <summary>Where the value lies, once its buffer is placed.</summary>
    public View View()
    {
        if (parent is not { } place) return view;
        View whole = place.Value.View();
        return IsBlocked
            ? new View(whole.Data + (place.Block * whole.BlockStride) + (place.Row * whole.RowStride) + (place.Column * lanes), shape, lanes, whole.RowStride, whole.BlockStride, whole.ItemStride)
            : new View(whole.Data, shape);
    }
}
