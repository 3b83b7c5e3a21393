namespace RefCnn.Core;

/// <summary>A layer's numbered constraint that its parameters or input shapes violate.</summary>
public sealed class LayerRuleException : RefCnnException
{
    internal LayerRuleException(string kind, int constraint, string reason)
        : base($"{reason} [{kind} C{constraint}]")
    {
        Kind = kind;
        Rule = $"C{constraint}";
    }

    /// <summary>The layer kind whose rule was violated, e.g. <c>conv2d</c>.</summary>
    public string Kind { get; }

    /// <summary>The rule's label in the kind's documentation, e.g. <c>C2</c>.</summary>
    public string Rule { get; }
}
