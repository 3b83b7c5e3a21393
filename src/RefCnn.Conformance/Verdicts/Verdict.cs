namespace RefCnn.Conformance;

/// <summary>What the suite says of one case on one backend; docs/verdicts.md derives the limits.</summary>
public enum Verdict
{
    /// <summary>Every output is within its bound, and the errors are as small as rounding makes them.</summary>
    Pass,

    /// <summary>Every output is within its bound, but the errors are larger than rounding explains.</summary>
    Degraded,

    /// <summary>An output is outside its bound.</summary>
    Fail,

    /// <summary>The outputs agree, but the case proves little: most of them are the same number.</summary>
    Mistrusted,

    /// <summary>The backend does not compute this layer, and says so.</summary>
    Unsupported,

    /// <summary>The backend cannot run on this machine.</summary>
    Unavailable,
}
