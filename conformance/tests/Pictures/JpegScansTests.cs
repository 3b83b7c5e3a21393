using RefCnn.Pictures;

namespace RefCnn.ConformanceTests.Pictures;

public class JpegScansTests
{
    // A scan's header of 3 bytes, then its samples: 255 is written as FF 00, and decoding may begin anew at FF D0. What looks like a scan lies in a thumbnail or after the end.
    [Theory]
    [InlineData("FFD8 FFD9", 0)]
    [InlineData("FFD8 FFDA0003AA 12FF00 34 FFD9", 1)]
    [InlineData("FFD8 FFDA0003AA 12FFD0 34 FFDA0003AA 56 FFD9", 2)]
    [InlineData("FFD8 FFE10006FFDAFFDA FFDA0003AA 12 FFD9", 1)]
    [InlineData("FFD8 FFDA0003AA 12 FFD9 FFDA0003AA FFDA0003AA", 1)]
    [InlineData("FFD8 FFFFFFDA0003AA 12 FFD9", 1)]
    [InlineData("FFD8 FFDA0003AA 12 FFDAFFFF 34", 2)]
    [InlineData("FFD8 FFDA", 0)]
    [InlineData("FF", 0)]
    public void Count_OfMarkers_IsThatOfTheFirstPicture(string hexadecimal, int expected) =>
        JpegScans.Count(Convert.FromHexString(hexadecimal.Replace(" ", string.Empty))).Should().Be(expected);
}
