using System.Collections.Immutable;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Mutants;

/// <summary>A mistake that an engine may make, or whatever feeds it.</summary>
/// <param name="Name">Lower-kebab, e.g. <c>padding-swapped</c>; with a kind in front it names a mutant.</param>
/// <param name="Sentence">What goes wrong, in one sentence.</param>
/// <param name="Kinds">The layer kinds that it is injected into; <see cref="Network"/> for mistakes that need several nodes.</param>
/// <param name="Act">What the wrong engine makes of a node; null where the mistake does not bear on it.</param>
public sealed record Fault(string Name, string Sentence, ImmutableArray<string> Kinds, Func<Execution, Tensor<float>?> Act)
{
    /// <summary>Stands for a kind where a mistake lies between the nodes of a network.</summary>
    public const string Network = "network";

    /// <summary>For a kind in which the mistake changes no output that a legal input can lead to: the argument.</summary>
    public ImmutableDictionary<string, string> EquivalentBecause { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>A mistake of one kind.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="sentence">What goes wrong.</param>
    /// <param name="act">What the wrong engine makes of a layer, or null.</param>
    /// <typeparam name="TLayer">The kind.</typeparam>
    public static Fault In<TLayer>(string name, string sentence, Func<TLayer, Execution, Tensor<float>?> act)
        where TLayer : Layer => new(name, sentence, [KindOf<TLayer>()], run => act((TLayer)run.Layer, run));

    /// <summary>A mistake of one kind that amounts to computing another layer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="sentence">What goes wrong.</param>
    /// <param name="change">The layer that is computed instead, or null.</param>
    /// <typeparam name="TLayer">The kind.</typeparam>
    public static Fault Taking<TLayer>(string name, string sentence, Func<TLayer, Layer?> change)
        where TLayer : Layer => In<TLayer>(name, sentence, (layer, run) => change(layer) is { } other ? run.Instead(other) : null);

    /// <summary>A mistake of one kind that changes single outputs.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="sentence">What goes wrong.</param>
    /// <param name="value">The wrong output, given the layer, the input at the same place and the right output.</param>
    /// <typeparam name="TLayer">A kind whose output has its input's shape.</typeparam>
    public static Fault Giving<TLayer>(string name, string sentence, Func<TLayer, float, float, float> value)
        where TLayer : Layer => In<TLayer>(name, sentence, (layer, run) => run.Output.Remade(i => value(layer, run.Input[i], run.Output[i])));

    /// <summary>The same mistake, argued to change nothing in a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="because">Why no legal input shows it.</param>
    public Fault EquivalentIn(string kind, string because) => this with { EquivalentBecause = EquivalentBecause.Add(kind, because) };

    internal static string KindOf<TLayer>()
        where TLayer : Layer => LayerKinds.All.First(kind => kind.Type == typeof(TLayer)).Name;
}

/// <summary>Mistakes of one sort.</summary>
/// <param name="Name">What they have in common.</param>
/// <param name="Maker">Who makes them.</param>
/// <param name="Faults">The mistakes.</param>
public sealed record FaultFamily(string Name, string Maker, params ImmutableArray<Fault> Faults);
