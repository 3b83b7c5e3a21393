namespace RefCnn.CoreML;

/// <summary>Core ML's two formats for networks.</summary>
public enum CoreMlFormat
{
    /// <summary>A neural network in one <c>.mlmodel</c> file.</summary>
    NeuralNetwork,

    /// <summary>A program in a <c>.mlpackage</c>.</summary>
    Program,
}
