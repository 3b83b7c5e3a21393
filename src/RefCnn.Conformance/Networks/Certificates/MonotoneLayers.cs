using RefCnn.Core.Layers;

namespace RefCnn.Conformance.Networks;

/// <summary>
/// The layers through which a group's bound is carried: each output is a non-decreasing function of every input, or a monotone function of a single one,
/// so the outputs at the ends of the inputs' intervals enclose all those between.
/// </summary>
internal static class MonotoneLayers
{
    /// <summary>Whether a layer is one of them.</summary>
    /// <param name="layer">The layer.</param>
    public static bool Has(Layer layer) => layer switch
    {
        Relu or Clip or Sigmoid or Tanh or Softplus or HardSigmoid or BatchNorm => true,
        LeakyRelu leaky => leaky.Slope >= 0,
        Elu elu => elu.Alpha >= 0,
        PRelu prelu => prelu.Slope.Values.All(slope => slope >= 0),
        Binary binary => binary.Function is BinaryFunction.Add or BinaryFunction.Min or BinaryFunction.Max,
        MaxPool2D or AveragePool2D => true,
        GlobalPool pool => pool.Function is GlobalPoolFunction.Average or GlobalPoolFunction.Max,
        Resize resize => resize.Interpolation is ResizeInterpolation.Nearest or ResizeInterpolation.Linear,
        RearrangementLayer => true,
        _ => false,
    };
}
