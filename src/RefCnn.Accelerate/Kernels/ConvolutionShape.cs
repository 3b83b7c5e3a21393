using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Kernels;

/// <summary>
/// The geometry of one group of a convolution. A transposed convolution is one over an input spread out by its stride
/// (<paramref name="Spread"/>), with the kernel flipped.
/// </summary>
/// <param name="Channels">Input channels of a group.</param>
/// <param name="Input">Height and width of the input.</param>
/// <param name="Output">Height and width of the output.</param>
/// <param name="Kernel">Height and width of the kernel.</param>
/// <param name="Stride">Between neighbouring windows.</param>
/// <param name="Dilation">Between neighbouring taps.</param>
/// <param name="Top">Padding above; negative where rows are cropped.</param>
/// <param name="Left">Padding on the left; negative where columns are cropped.</param>
/// <param name="Spread">Distance of neighbouring input samples on the grid that windows move on.</param>
internal sealed record ConvolutionShape(int Channels, Size2D Input, Size2D Output, Size2D Kernel, Size2D Stride, Size2D Dilation, int Top, int Left, Size2D Spread)
{
    /// <summary>Taps of the kernel.</summary>
    public int Taps => Kernel.Height * Kernel.Width;

    /// <summary>Products in an output.</summary>
    public int Terms => Channels * Taps;

    /// <summary>Values in an input channel.</summary>
    public int InputPlane => Input.Height * Input.Width;

    /// <summary>Values in an output channel.</summary>
    public int OutputPlane => Output.Height * Output.Width;

    /// <summary>Whether every output sees the sample at its own place and no other.</summary>
    public bool IsPointwise => Taps == 1 && Stride == Size2D.One && Spread == Size2D.One && Top == 0 && Left == 0 && Input == Output;

    /// <summary>The same convolution with every channel as one row, where its window is a single sample.</summary>
    public ConvolutionShape Simplified() => IsPointwise ? this with { Input = new Size2D(1, InputPlane), Output = new Size2D(1, OutputPlane) } : this;

    /// <summary>The geometry of a convolution.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="operands">Its operands.</param>
    public static ConvolutionShape Of(Conv2D layer, Operands operands) => new(
        layer.InputsPerGroup,
        new Size2D(operands.Input.Shape.Height, operands.Input.Shape.Width),
        new Size2D(operands.Output.Shape.Height, operands.Output.Shape.Width),
        layer.Window.Kernel, layer.Window.Stride, layer.Window.Dilation, layer.Window.Padding.Top, layer.Window.Padding.Left, Size2D.One);

    /// <summary>The geometry of a transposed convolution.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="operands">Its operands.</param>
    public static ConvolutionShape Of(ConvTranspose2D layer, Operands operands) => new(
        operands.Input.Shape.Channels / layer.Groups,
        new Size2D(operands.Input.Shape.Height, operands.Input.Shape.Width),
        new Size2D(operands.Output.Shape.Height, operands.Output.Shape.Width),
        layer.Window.Kernel,
        Size2D.One,
        layer.Window.Dilation,
        layer.Window.Reach.Height - 1 - layer.Window.Padding.Top,
        layer.Window.Reach.Width - 1 - layer.Window.Padding.Left,
        layer.Window.Stride);
}
