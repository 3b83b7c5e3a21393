namespace RefCnn.Formats.CSource;

/// <summary>How a network is written as C.</summary>
/// <param name="ExternalParameters">Whether the parameters go to a binary file beside the source whatever their number.</param>
/// <param name="LargestInSource">The largest number of parameters that the source itself holds; 262,144 make about 4 MB of text.</param>
public sealed record CSourceOptions(bool ExternalParameters = false, int LargestInSource = 1 << 18);
