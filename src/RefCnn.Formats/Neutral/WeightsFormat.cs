namespace RefCnn.Formats.Neutral;

/// <summary>How the weights of a network file are kept.</summary>
public enum WeightsFormat
{
    /// <summary>NumPy's zip of arrays: weights.npz.</summary>
    Npz,

    /// <summary>weights.safetensors.</summary>
    Safetensors,
}
