namespace RefCnn.Accelerate;

/// <summary>Who computes the product of matrices within <see cref="Algorithm.Im2Col"/>.</summary>
public enum GemmLibrary
{
    /// <summary>RefCnn itself; needs nothing.</summary>
    Managed,

    /// <summary>OpenBLAS, found where the system looks for libraries.</summary>
    OpenBlas,

    /// <summary>Apple's Accelerate, a part of macOS and iOS.</summary>
    Accelerate,
}
