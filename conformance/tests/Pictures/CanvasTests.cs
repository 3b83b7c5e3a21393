using RefCnn.Core;
using RefCnn.Pictures;

namespace RefCnn.ConformanceTests.Pictures;

public class CanvasTests
{
    private static readonly Colour Ink = new(1, 2, 3);

    [Fact]
    public void Outline_OnePixelThick_LeavesTheInsideAlone() => Draw(5, 4, canvas => canvas.Outline(0, 0, 4, 3, 1, Ink)).Should().Equal("####.", "#..#.", "####.", ".....");

    [Fact]
    public void Fill_BeyondThePicture_IsCutOff() => Draw(3, 2, canvas => canvas.Fill(-1, 1, 3, 9, Ink)).Should().Equal("...", "##.");

    [Fact]
    public void Write_SmallLetters_AreCapitals() =>
        Draw(11, 7, canvas => canvas.Write(0, 0, "l1", 1, Ink)).Should().Equal("#.......#..", "#......##..", "#.....#.#..", "#.......#..", "#.......#..", "#.......#..", "#####.#####");

    [Fact]
    public void Write_LetterThatTheFontLacks_IsABlock() => Draw(5, 7, canvas => canvas.Write(0, 0, "é", 1, Ink)).Should().AllBe("#####");

    [Fact]
    public void Fill_Colour_GoesToItsChannels()
    {
        var picture = new Tensor<float>(new Shape(1, 3, 1, 1));

        new Canvas(picture).Fill(0, 0, 1, 1, Ink);

        picture.Values.Should().Equal(1, 2, 3);
    }

    private static string[] Draw(int width, int height, Action<Canvas> draw)
    {
        var picture = new Tensor<float>(new Shape(1, 3, height, width));
        draw(new Canvas(picture));
        return [.. Enumerable.Range(0, height).Select(y => string.Concat(Enumerable.Range(0, width).Select(x => picture[0, 0, y, x] == Ink.Red ? '#' : '.')))];
    }
}
