using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema.Mil;

namespace RefCnn.CoreML.Reading;

/// <summary>classify, a classifier's last operation: it makes the class and a dictionary of probabilities. The network's output is the probabilities.</summary>
internal static class ClassifyOperation
{
    /// <summary>Reads it.</summary>
    /// <param name="op">The operation.</param>
    public static void Read(OperationReading op)
    {
        if (op.OutputCount != 2) throw op.Refuse($"makes {op.OutputCount} values; expected the class and the probabilities");
        op.Define(1, op.Add(new Identity(), op.Node("probabilities")));
    }

    /// <summary>The names of the classes; none where they are numbers.</summary>
    /// <param name="operation">The operation.</param>
    public static IEnumerable<string> Labels(Operation operation) =>
        operation.Inputs.TryGetValue("classes", out Argument? argument) && argument.Arguments.FirstOrDefault()?.Value?.ImmediateValue?.List is { } list
            ? list.Values.SelectMany(value => value.ImmediateValue?.Tensor?.Strings?.Values ?? [])
            : [];
}
