using System.Collections.Immutable;

namespace RefCnn.Core.Layers;

/// <summary>
/// What a node computes: its parameters, its shape rule with numbered constraints, and its accuracy rule.
/// The set of layers is closed (<see cref="LayerKinds"/>). Never compare layers with ==: tensors and arrays compare by reference.
/// </summary>
public abstract record Layer
{
    /// <summary>The layer's name in vectors, tables and messages: lower-kebab, e.g. <c>conv2d</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>How many inputs it takes (constraint C0 of every kind).</summary>
    public virtual Arity Arity => Arity.One;

    /// <summary>The trained tensors, in the order in which kernels receive them.</summary>
    public virtual ImmutableArray<Parameter> Parameters => [];

    /// <summary>Checks every constraint and gives the output's shape.</summary>
    /// <param name="inputs">The inputs' shapes.</param>
    /// <exception cref="LayerRuleException">A constraint is violated.</exception>
    public Shape InferShape(params ReadOnlySpan<Shape> inputs)
    {
        Require(Arity.Accepts(inputs.Length), 0, $"has {inputs.Length} inputs; expected {Arity}");
        return Infer(inputs);
    }

    /// <summary>How close a correct engine must come.</summary>
    /// <param name="inputs">Input shapes that satisfy every constraint.</param>
    public abstract Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs);

    /// <summary>Multiplications paired with an addition, as publications count them; 0 for kinds that they do not count.</summary>
    /// <param name="inputs">Input shapes that satisfy every constraint.</param>
    public virtual long MultiplyAccumulates(params ReadOnlySpan<Shape> inputs) => 0;

    /// <summary>The shape rule: constraints C1 and up, then the output's shape.</summary>
    /// <param name="inputs">As many shapes as <see cref="Arity"/> accepts.</param>
    protected abstract Shape Infer(ReadOnlySpan<Shape> inputs);

    /// <summary>States a numbered constraint.</summary>
    /// <param name="holds">Whether it holds.</param>
    /// <param name="constraint">Its number in the kind's documentation.</param>
    /// <param name="otherwise">Actual and expected, where it does not.</param>
    protected void Require(bool holds, int constraint, FormattableString otherwise)
    {
        if (!holds) throw new LayerRuleException(Kind, constraint, FormattableString.Invariant(otherwise));
    }

    /// <summary>States that axes are distinct and within a rank.</summary>
    /// <param name="axes">The axes.</param>
    /// <param name="rank">The number of dimensions that they index.</param>
    /// <param name="constraint">The constraint's number in the kind's documentation.</param>
    protected void RequireAxes(ImmutableArray<int> axes, int rank, int constraint)
    {
        Require(!axes.IsDefault, constraint, $"has no axes");
        for (int i = 0; i < axes.Length; i++)
        {
            Require(axes[i] >= 0 && axes[i] < rank, constraint, $"axis {axes[i]} is outside the input's {rank} dimensions");
            Require(axes.IndexOf(axes[i]) == i, constraint, $"axis {axes[i]} is named twice");
        }
    }
}
