namespace RefCnn.Accelerate.Convolution;

/// <summary>The transforms of a <see cref="WinogradTile"/> along one direction, as a type.</summary>
internal unsafe interface IWinogradLine
{
    /// <summary>Outputs of a tile.</summary>
    static abstract int Side { get; }

    /// <summary>Taps of a filter.</summary>
    static abstract int Taps { get; }

    /// <summary>Bᵀ on a line of samples. Its rows are the coefficients of Π (x − q) over the other points q.</summary>
    /// <param name="from">The first vector.</param>
    /// <param name="step">From one to the next.</param>
    /// <param name="to">Where the first of as many goes.</param>
    /// <param name="stride">From one of them to the next.</param>
    static abstract void Forward(float* from, nint step, float* to, nint stride);

    /// <summary>Aᵀ on a line of products: row i has the points' i-th powers, and ∞ in the last.</summary>
    /// <param name="from">The first vector.</param>
    /// <param name="step">From one to the next.</param>
    /// <param name="to">Where the first output goes.</param>
    /// <param name="stride">From one output to the next.</param>
    static abstract void Backward(float* from, nint step, float* to, nint stride);
}
