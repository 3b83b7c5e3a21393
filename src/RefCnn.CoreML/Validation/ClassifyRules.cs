using RefCnn.CoreML.Schema.Mil;
using RefCnn.CoreML.Validation.Operations;

namespace RefCnn.CoreML.Validation;

/// <summary>classify, a program's last operation where it is a classifier: float32 probabilities and a literal list of as many classes make the class and a dictionary.</summary>
internal static class ClassifyRules
{
    /// <summary>The operation's type.</summary>
    public const string Kind = "classify";

    /// <summary>Checks it.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="probabilities">The type of the probabilities; null where it is not known.</param>
    /// <param name="where">What to call it.</param>
    /// <param name="findings">Where faults go.</param>
    /// <returns>The element type of the classes.</returns>
    public static DataType? Check(Operation operation, MilType? probabilities, string where, Findings findings)
    {
        findings.Demand(probabilities is null or { Element: DataType.Float32 }, where, $"reads probabilities of {probabilities}; expected Float32");
        Value? classes = operation.Inputs.TryGetValue("classes", out Argument? argument) ? argument.Arguments.FirstOrDefault()?.Value : null;
        if (classes is not { Type.ListType: { } declared, ImmediateValue.List: { } list })
        {
            findings.Demand(false, where, $"has no classes given in place as a list");
            return null;
        }

        int count = list.Values.Count;
        findings.Demand(declared.Length?.Constant?.Size == (ulong)count, where, $"declares {declared.Length?.Constant?.Size} classes and has {count}");
        findings.Demand(probabilities is null || probabilities.Count == count, where, $"has {count} classes for {probabilities?.Count} probabilities");
        DataType? element = MilType.Of(declared.Type)?.Element;
        findings.Demand(element is DataType.String or DataType.Int64, where, $"has classes of {element}; expected String or Int64");
        bool made = operation.Outputs.Count == 2 && MilType.Of(operation.Outputs[0].Type) is { Rank: 0 } label && label.Element == element
            && operation.Outputs[1].Type?.DictionaryType is { } dictionary && MilType.Of(dictionary.KeyType)?.Element == element;
        findings.Demand(made, where, $"does not make a class and a dictionary by classes");
        return element;
    }
}
