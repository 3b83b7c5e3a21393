using RefCnn.Core.Layers;

namespace RefCnn.Mutants.Faults;

/// <summary>Activations with wrong constants, branches and tails.</summary>
internal static class ActivationFaults
{
    public static FaultFamily Family { get; } = new(
        "activations",
        "importers with another framework's constants, and authors of vectorised functions",
        Fault.Giving<Relu>("nan-becomes-zero", "A comparison with 0 turns NaN into 0.", (_, x, _) => x > 0 ? x : 0),
        Fault.Giving<Relu>("infinity-saturates", "+∞ becomes the largest finite number.", (_, _, y) => MathF.Min(y, float.MaxValue)),
        Fault.Giving<Relu>("ceiling-of-relu6", "The fused form with a ceiling at 6 is taken.", (_, _, y) => MathF.Min(y, 6)),
        Fault.Giving<Relu>("sign-lost", "The magnitude is taken.", (_, x, _) => MathF.Abs(x)),
        Fault.Taking<Clip>("ceiling-forgotten", "The upper limit is left out: relu6 becomes relu.", c => float.IsPositiveInfinity(c.Maximum) ? null : c with { Maximum = float.PositiveInfinity }),
        Fault.Taking<Clip>("floor-forgotten", "The lower limit is left out.", c => float.IsNegativeInfinity(c.Minimum) ? null : c with { Minimum = float.NegativeInfinity }),
        Fault.Giving<Clip>("minimum-wins", "Where the limits cross, the minimum wins.", (c, x, _) => MathF.Max(MathF.Min(x, c.Maximum), c.Minimum)),
        Fault.Giving<Clip>("nan-becomes-minimum", "NaN becomes the lower limit.", (c, x, y) => float.IsNaN(x) ? c.Minimum : y),
        Fault.Taking<Clip>("limits-of-relu6", "The limits are 0 and 6, whatever they should be.", c => c with { Minimum = 0, Maximum = 6 }),
        Fault.Taking<LeakyRelu>("slope-of-onnx", "The slope is the default 0.01, whatever it should be.", l => l with { Slope = 0.01f }),
        Fault.Taking<LeakyRelu>("slope-of-keras", "The slope is Keras' 0.3, whatever it should be.", l => l with { Slope = 0.3f }),
        Fault.Giving<LeakyRelu>("larger-of-both", "max(x, slope · x) is taken, which is another function for slopes above 1.", (l, x, _) => MathF.Max(x, l.Slope * x)),
        Fault.Giving<LeakyRelu>("slope-on-both-sides", "Positive values are multiplied by the slope too.", (l, x, _) => l.Slope * x),
        Fault.Taking<PRelu>("first-slope-for-all", "All channels have the first slope.", p => p with { Slope = p.Slope.Remade(_ => p.Slope[0]) }),
        Fault.In<PRelu>("slope-by-last-axis", "Slopes are indexed along the last axis.", (p, run) => run.Output.Remade(i => run.Input[i] >= 0 ? run.Input[i] : run.Input[i] * p.Slope[i % p.Slope.Count])),
        Fault.In<PRelu>("slope-of-next-channel", "Slopes are shifted by one channel.", (p, run) => run.Instead(p with { Slope = p.Slope.Remade(i => p.Slope[(i + 1) % p.Slope.Count]) })),
        Fault.In<PRelu>("larger-of-both", "max(x, slope · x) is taken, which is another function for slopes above 1.", (_, run) => run.Output.Remade(i => MathF.Max(run.Input[i], run.Input[i] < 0 ? run.Output[i] : run.Input[i]))),
        Fault.Taking<Elu>("alpha-is-one", "Alpha is 1, whatever it should be.", e => e.Alpha == 1 ? null : e with { Alpha = 1 }),
        Fault.Giving<Elu>("scale-of-selu", "The result is multiplied by SELU's 1.0507.", (_, _, y) => 1.0507009f * y),
        Fault.Giving<Elu>("one-not-subtracted", "α · eˣ is taken below 0.", (e, x, y) => x >= 0 ? y : y + e.Alpha),
        Fault.Giving<Elu>("alpha-in-exponent", "α is multiplied with x, not with the result.", (e, x, y) => x >= 0 ? y : MathF.Exp(e.Alpha * x) - 1),
        Fault.Giving<Sigmoid>("overflow", "eˣ / (1 + eˣ) is NaN where eˣ overflows.", (_, x, _) => MathF.Exp(x) / (1 + MathF.Exp(x))),
        Fault.Giving<Sigmoid>("saturates-at-8", "Beyond ±8 the result is 0 or 1.", (_, x, y) => x > 8 ? 1 : x < -8 ? 0 : y),
        Fault.Giving<Sigmoid>("hard", "The hard sigmoid is taken: 0.2 · x + 0.5, clipped.", (_, x, _) => Math.Clamp((0.2f * x) + 0.5f, 0, 1)),
        Fault.Giving<Sigmoid>("exponential-in-half", "The exponential is rounded to float16.", (_, x, _) => 1 / (1 + (float)(Half)MathF.Exp(-x))),
        Fault.Taking<HardSigmoid>("slope-of-keras-3", "Alpha is 1/6, whatever it should be.", h => h with { Alpha = 1f / 6 }),
        Fault.Taking<HardSigmoid>("slope-of-keras-2", "Alpha is 0.2, whatever it should be.", h => h.Alpha == 0.2f ? null : h with { Alpha = 0.2f }),
        Fault.Taking<HardSigmoid>("offset-is-half", "Beta is 0.5, whatever it should be.", h => h.Beta == 0.5f ? null : h with { Beta = 0.5f }),
        Fault.Giving<HardSigmoid>("ceiling-forgotten", "The result is not limited to 1.", (h, x, _) => MathF.Max((h.Alpha * x) + h.Beta, 0)),
        Fault.Giving<HardSigmoid>("floor-forgotten", "The result is not limited to 0.", (h, x, _) => MathF.Min((h.Alpha * x) + h.Beta, 1)),
        Fault.Giving<Tanh>("overflow", "(e²ˣ − 1) / (e²ˣ + 1) is NaN where e²ˣ overflows.", (_, x, _) => (MathF.Exp(2 * x) - 1) / (MathF.Exp(2 * x) + 1)),
        Fault.Giving<Tanh>("rational", "x · (27 + x²) / (27 + 9x²) is taken, limited to ±1.", (_, x, _) => Math.Clamp(x * (27 + (x * x)) / (27 + (9 * x * x)), -1, 1)),
        Fault.Giving<Tanh>("saturates-at-4", "Beyond ±4 the result is ±1.", (_, x, y) => MathF.Abs(x) > 4 ? MathF.Sign(x) : y),
        Fault.Giving<Softplus>("overflow", "log(1 + eˣ) is infinite where eˣ overflows.", (_, x, _) => MathF.Log(1 + MathF.Exp(x))),
        Fault.Giving<Softplus>("one-added-first", "1 is added to eˣ before the logarithm is taken: nothing is left of a small eˣ.", (_, x, y) => x < 0 ? MathF.Log(1 + MathF.Exp(x)) : y),
        Fault.Giving<Softplus>("linear-beyond-10", "Beyond 10 the result is x.", (_, x, y) => x > 10 ? x : y),
        Fault.Giving<Softplus>("logarithm-to-base-2", "The logarithm is to base 2.", (_, _, y) => y / MathF.Log(2)));
}
