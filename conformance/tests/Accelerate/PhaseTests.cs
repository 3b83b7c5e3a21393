using System.Collections.Immutable;
using RefCnn.Accelerate.Convolution;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.ConformanceTests.Accelerate;

/// <summary>Which taps of a phase meet the picture at all.</summary>
public class PhaseTests
{
    [Theory]
    [InlineData(5, 3, 1, 1, 1, 9)]
    [InlineData(1, 3, 1, 1, 1, 1)]
    [InlineData(2, 4, 2, 1, 1, 4)]
    [InlineData(4, 4, 2, 1, 1, 16)]
    [InlineData(3, 3, 1, 2, 2, 9)]
    [InlineData(1, 3, 1, 4, 4, 1)]
    [InlineData(1, 2, 3, 1, 2, 0)]
    [InlineData(1, 1, 2, 1, 1, 0)]
    public void Within_Convolution_KeepsTheTapsThatMeetSamples(int extent, int kernel, int stride, int dilation, int padding, int expected)
    {
        var window = new Window2D(new Size2D(kernel, kernel), new Size2D(stride, stride), new Size2D(dilation, dilation), padding);
        var input = new Shape(1, 1, extent, extent);
        Size2D size = window.OutputExtent(input);
        Phase whole = Phase.Of(window, new Shape(1, 1, size.Height, size.Width)).Single();

        Phase within = whole.Within(input);

        within.Taps.Should().HaveCount(expected).And.Equal(whole.Taps.Where(tap => Places(whole, tap).Any(place => place.Y >= 0 && place.Y < extent && place.X >= 0 && place.X < extent)));
    }

    [Fact]
    public void Within_TransposedOfOnePixel_KeepsOneTapAPhase()
    {
        var pixel = new Shape(1, 1, 1, 1);
        ImmutableArray<Phase> phases = Phase.OfTransposed(Window2D.Of(4, 2, 1), new Shape(1, 1, 2, 2));

        phases.Select(phase => phase.Taps.Length).Should().Equal(4, 4, 4, 4);
        phases.Select(phase => phase.Within(pixel).Taps.Length).Should().Equal(1, 1, 1, 1);
    }

    private static IEnumerable<(int Y, int X)> Places(Phase phase, Tap tap) =>
        from y in Enumerable.Range(0, phase.Size.Height)
        from x in Enumerable.Range(0, phase.Size.Width)
        select ((y * phase.InputStride.Height) + tap.Y, (x * phase.InputStride.Width) + tap.X);
}
