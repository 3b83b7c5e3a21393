namespace RefCnn.Conformance.Bounds;

/// <summary>What came of comparing some of a tensor's elements.</summary>
internal struct RangeComparison()
{
    /// <summary>The largest error ÷ its bound.</summary>
    public double Margin { get; private set; }

    /// <summary>The first element with that margin; −1 where there is none.</summary>
    public int Worst { get; private set; } = -1;

    /// <summary>How many elements have a σ.</summary>
    public int Known { get; private set; }

    /// <summary>The sum of their (error ÷ σ)².</summary>
    public double Squares { get; private set; }

    /// <summary>The largest error ÷ σ.</summary>
    public double Deviation { get; private set; }

    /// <summary>Takes the next element.</summary>
    /// <param name="element">Its flat index.</param>
    /// <param name="judged">Its error ÷ its bound, and ÷ σ; NaN where there is no σ.</param>
    public void Take(int element, (double Share, double Normalised) judged)
    {
        if (judged.Share > Margin || Worst < 0) (Margin, Worst) = (Math.Max(judged.Share, Margin), element);
        if (double.IsNaN(judged.Normalised)) return;
        Known++;
        Squares += judged.Normalised * judged.Normalised;
        Deviation = Math.Max(Deviation, judged.Normalised);
    }

    /// <summary>Takes the elements after these.</summary>
    /// <param name="next">What came of them.</param>
    public void Take(RangeComparison next)
    {
        if (next.Margin > Margin || Worst < 0) (Margin, Worst) = (next.Margin, next.Worst);
        Known += next.Known;
        Squares += next.Squares;
        Deviation = Math.Max(Deviation, next.Deviation);
    }
}
