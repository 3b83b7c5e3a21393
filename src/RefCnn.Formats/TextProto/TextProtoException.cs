namespace RefCnn.Formats.TextProto;

/// <summary>A text that is not the message that it should be.</summary>
/// <param name="token">Where.</param>
/// <param name="reason">Actual and expected.</param>
internal sealed class TextProtoException(TextToken token, string reason) : Exception($"line {token.Line}, column {token.Column}: {reason}");
