using RefCnn.Formats.Caffe.Schema;
using RefCnn.Formats.TextProto;

namespace RefCnn.ConformanceTests.TextProto;

public class TextProtoReaderTests
{
    [Theory]
    [InlineData("name: 'a' ' b' \"c\"", "a bc")]
    [InlineData("name: 'it\\'s \\x41\\102\\n'", "it's AB\n")]
    [InlineData("name: '\\303\\251 é 😀'", "é é 😀")]
    [InlineData("# comment: 'x'\nname # another\n:\t'a'# last", "a")]
    [InlineData("name: '\\t\\r\\a\\b\\f\\v'", "\t\r\a\b\f\v")]
    [InlineData("name: 'a';", "a")]
    public void Read_String_IsUnescapedAndJoined(string text, string expected) => Net(text).Name.Should().Be(expected);

    [Theory]
    [InlineData("coeff: 1.5 coeff: -2 coeff: .5 coeff: 1e-3f coeff: 0x10")]
    [InlineData("coeff: [1.5, -2, .5, 1e-3f, 0x10]")]
    [InlineData("coeff: [1.5] coeff: - 2, coeff: [.5, 1.E-3F]; coeff: 16")]
    public void Read_Numbers_InEveryForm(string text) => Read<EltwiseParameter>(text).Coeff.Should().Equal(1.5f, -2, 0.5f, 1e-3f, 16);

    [Fact]
    public void Read_NumbersBeyondNumbers_AreRead() => Read<EltwiseParameter>("coeff: [inf, -Infinity, nan]").Coeff.Should().Equal(float.PositiveInfinity, float.NegativeInfinity, float.NaN);

    [Fact]
    public void Read_Doubles_KeepTheirDigits() => Read<BlobProto>("double_data: [0.1, -1e300]").DoubleData.Should().Equal(0.1, -1e300);

    [Fact]
    public void Read_WordForANumber_IsRefused() =>
        FluentActions.Invoking(() => Read<EltwiseParameter>("coeff: much")).Should().Throw<TextProtoException>().WithMessage("line 1, column 8: 'much' for 'coeff'; expected a number");

    [Theory]
    [InlineData("operation: MAX")]
    [InlineData("operation: 2")]
    public void Read_Enumeration_ByNameOrNumber(string text) => Read<EltwiseParameter>(text).Operation.Should().Be(EltwiseParameter.Types.EltwiseOp.Max);

    [Theory]
    [InlineData("debug_info: true", true)]
    [InlineData("debug_info: 0", false)]
    [InlineData("debug_info: t", true)]
    public void Read_Truth_ByWordOrDigit(string text, bool expected) => Net(text).DebugInfo.Should().Be(expected);

    [Theory]
    [InlineData("state { level: 3 }")]
    [InlineData("state: { level: 3 }")]
    [InlineData("state < level: 3 >")]
    [InlineData("state{level:03}")]
    public void Read_Message_InBracesOrAngles(string text) => Net(text).State.Level.Should().Be(3);

    [Fact]
    public void Read_ListOfMessages_IsRead() => Net("input_shape: [{ dim: 1 }, { dim: 2 dim: 3 }]").InputShape.Select(shape => shape.Dim.Count).Should().Equal(1, 2);

    [Fact]
    public void Read_SkippedField_LeavesTheOthers()
    {
        var net = new NetParameter();

        TextProtoReader.Read("other { a: 'x' 'y' b { c: [1, 2] } d: -3 e: [{ f: G }] } more: 5 name: 'n'", net, (_, field) => field is "other" or "more");

        net.Should().Be(new NetParameter { Name = "n" });
    }

    [Theory]
    [InlineData("name: 'a' name: 'b'", "line 1, column 11: 'name' is given twice; expected once")]
    [InlineData("\n  nam: 'a'", "line 2, column 3: NetParameter has no field 'nam'; it has name, *")]
    [InlineData("name 'a'", "line 1, column 6: the string \"a\" follows 'name'; expected ':'")]
    [InlineData("name: a", "line 1, column 7: 'a'; expected a string")]
    [InlineData("name: 'a", "line 1, column 7: a string has no end on its line")]
    [InlineData("name: '\\q'", "line 1, column 7: a string has the escape '\\q', which does not exist")]
    [InlineData("debug_info: maybe", "line 1, column 13: 'maybe' for 'debug_info'; expected true or false")]
    [InlineData("input_dim: 1.5", "line 1, column 12: '1.5' for 'input_dim'; expected a whole number")]
    [InlineData("input_dim: 3000000000", "line 1, column 12: '3000000000' for 'input_dim'*")]
    [InlineData("input_dim: 'x'", "line 1, column 12: the string \"x\" for 'input_dim'; expected a whole number")]
    [InlineData("input_dim: [1 2]", "line 1, column 15: '2' in a list; expected ',' or ']'")]
    [InlineData("state { phase: NEVER }", "line 1, column 16: 'NEVER' for 'phase'; expected one of TRAIN, TEST")]
    [InlineData("state { level: 1", "line 1, column 17: the end of the text; expected a field's name or '}'")]
    [InlineData("state: 5", "line 1, column 8: '5' where a message should be*")]
    [InlineData("$", "line 1, column 1: a character '$' (U+0024)*")]
    [InlineData("}", "line 1, column 1: '}'; expected a field's name")]
    public void Read_WrongText_IsRefusedWithItsPlace(string text, string reason) =>
        FluentActions.Invoking(() => Net(text)).Should().Throw<TextProtoException>().WithMessage(reason);

    [Fact]
    public void Read_MessagesNestedTooDeep_AreRefused() => FluentActions
        .Invoking(() => TextProtoReader.Read(string.Concat(Enumerable.Repeat("a {", 5000)), new NetParameter(), (_, _) => true))
        .Should().Throw<TextProtoException>().WithMessage("*nested more than 256 deep*");

    [Theory]
    [InlineData("a: ")]
    [InlineData("a: [")]
    [InlineData("a { b: [1,")]
    [InlineData("a: -")]
    public void Read_SkippedFieldThatEndsEarly_IsRefused(string text) =>
        FluentActions.Invoking(() => TextProtoReader.Read(text, new NetParameter(), (_, _) => true)).Should().Throw<TextProtoException>();

    private static NetParameter Net(string text) => Read<NetParameter>(text);

    private static T Read<T>(string text)
        where T : Google.Protobuf.IMessage, new()
    {
        var message = new T();
        TextProtoReader.Read(text, message, (_, _) => false);
        return message;
    }
}
