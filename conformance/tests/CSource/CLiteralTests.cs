using RefCnn.Formats.CSource.Emit;

namespace RefCnn.ConformanceTests.CSource;

public class CLiteralTests
{
    [Theory]
    [InlineData(0f, "0.0f")]
    [InlineData(-0f, "-0.0f")]
    [InlineData(1f, "0x1p0f")]
    [InlineData(0.15625f, "0x1.4p-3f")]
    [InlineData(-10f, "-0x1.4p3f")]
    [InlineData(1.17549435e-38f, "0x1p-126f")]
    [InlineData(1.4e-45f, "0x0.000002p-126f")]
    [InlineData(3.40282347e38f, "0x1.fffffep127f")]
    [InlineData(float.NaN, "NAN")]
    [InlineData(float.NegativeInfinity, "-INFINITY")]
    public void Exact_Float_IsHexadecimal(float value, string expected) => CLiteral.Exact(value).Should().Be(expected);

    [Theory]
    [InlineData(3f, "3.0f")]
    [InlineData(0.1f, "0.1f")]
    [InlineData(1e-20f, "1e-20f")]
    [InlineData(float.PositiveInfinity, "INFINITY")]
    public void Of_Float_IsTheShortestDecimal(float value, string expected) => CLiteral.Of(value).Should().Be(expected);

    [Theory]
    [InlineData("a */ b", "a * / b")]
    [InlineData("/* b", "/ * b")]
    [InlineData("a??/", "a? ?/")]
    [InlineData("back\\slash\nline", "back?slash?line")]
    [InlineData("é", "?")]
    public void Comment_TextThatWouldEndIt_IsMadeHarmless(string text, string expected) => CLiteral.Comment(text).Should().Be(expected);
}
