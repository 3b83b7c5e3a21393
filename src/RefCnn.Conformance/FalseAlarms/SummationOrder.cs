namespace RefCnn.Conformance.FalseAlarms;

/// <summary>The order in which an engine adds the products of a sum.</summary>
public enum SummationOrder
{
    /// <summary>As they are written: channel by channel, row by row.</summary>
    Forward,

    /// <summary>The last first.</summary>
    Backward,

    /// <summary>By halves, each added by itself.</summary>
    Pairwise,

    /// <summary>In another random order for each output.</summary>
    Shuffled,

    /// <summary>As they are written, product and sum rounded once together.</summary>
    Fused,
}
