using RefCnn.CoreML.Reading;
using RefCnn.CoreML.Schema.Mil;
using RefCnn.CoreML.Validation.Operations;

namespace RefCnn.CoreML.Validation;

/// <summary>The block of a program: every value is made once, before it is read, and has the type that its operation's rule infers.</summary>
/// <param name="blobs">The file of weights.</param>
/// <param name="set">The number of the operation set.</param>
/// <param name="findings">Where faults go.</param>
internal sealed class BlockCheck(BlobTable blobs, int set, Findings findings)
{
    private readonly Dictionary<string, KnownValue> known = new(StringComparer.Ordinal);
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <summary>The element type of a classifier's labels; null where there is none.</summary>
    public DataType? ClassElement { get; private set; }

    /// <summary>The type of a value; null where it is not known.</summary>
    /// <param name="name">The value.</param>
    public MilType? TypeOf(string name) => known.GetValueOrDefault(name)?.Type;

    /// <summary>Whether a value is made, but by an operation without a rule.</summary>
    /// <param name="name">The value.</param>
    public bool Skipped(string name) => names.Contains(name) && !known.ContainsKey(name);

    /// <summary>Defines a value as declared.</summary>
    /// <param name="declared">Name and type.</param>
    public void Define(NamedValueType declared)
    {
        ProgramRules.CheckName(declared.Name, findings);
        findings.Demand(names.Add(declared.Name), $"value '{declared.Name}'", $"is made twice");
        if (MilType.Of(declared.Type) is { } type) known[declared.Name] = new KnownValue(type);
    }

    /// <summary>Checks all operations in order.</summary>
    /// <param name="block">The block.</param>
    public void Run(Block block)
    {
        findings.Demand(block.Operations.Count > 0, "block", $"has no operations");
        foreach (Operation operation in block.Operations)
        {
            string where = Describe(operation);
            bool named = operation.Attributes.TryGetValue("name", out Value? name) && MilType.Of(name.Type) is { Rank: 0, Element: DataType.String };
            findings.Demand(named, where, $"has no attribute 'name' that is a string");
            if (operation.Type == "const") CheckConstant(operation, where);
            else if (operation.Type == ClassifyRules.Kind) CheckClassify(operation, where, operation == block.Operations[^1]);
            else CheckOperation(operation, where);
        }
    }

    private static string Describe(Operation operation) => $"operation '{(operation.Outputs.Count > 0 ? operation.Outputs[0].Name : "")}' ({operation.Type})";

    private void CheckConstant(Operation operation, string where)
    {
        findings.Demand(operation.Inputs.Count == 0, where, $"has inputs");
        if (!findings.Demand(operation.Outputs.Count == 1 && operation.Attributes.ContainsKey("val"), where, $"has no value, or not one output")) return;
        Value value = operation.Attributes["val"];
        NamedValueType made = operation.Outputs[0];
        Define(made);
        MilType? type = ValueRules.Check(value, blobs, where, findings), declared = MilType.Of(made.Type);
        findings.Demand(Equals(type, declared), where, $"is declared as {declared}; its value is {type}");
        if (type is not null) known[made.Name] = new KnownValue(type, ContentOf(value), IsConstant: true);
    }

    private void CheckClassify(Operation operation, string where, bool last)
    {
        findings.Demand(last, where, $"is not the last operation");
        string read = operation.Inputs.TryGetValue("probabilities", out Argument? argument) ? argument.Arguments.FirstOrDefault()?.Name ?? string.Empty : string.Empty;
        findings.Demand(names.Contains(read), where, $"reads '{read}', which nothing before it makes");
        foreach (NamedValueType output in operation.Outputs) Define(output);
        ClassElement = ClassifyRules.Check(operation, TypeOf(read), where, findings);
    }

    // Weights are not looked into; of what no rule reads, only the type is known.
    private static MilConstant? ContentOf(Value value)
    {
        if (value.ImmediateValue is null) return null;
        try
        {
            return MilConstant.Of(value, new BlobFileReader(ReadOnlyMemory<byte>.Empty), "a constant");
        }
        catch (CoreMlException)
        {
            return null;
        }
    }

    private void CheckOperation(Operation operation, string where)
    {
        Dictionary<string, KnownValue[]>? arguments = Resolve(operation, where);
        findings.Demand(operation.Outputs.Count > 0, where, $"makes nothing");
        foreach (NamedValueType output in operation.Outputs) Define(output);
        if (OperationRules.Of(operation.Type) is not { } rule)
        {
            findings.PassOver(where, "is of a sort that no rule is known for");
            return;
        }

        findings.Demand(set >= rule.Set, where, $"needs the operation set CoreML{rule.Set}; the function has CoreML{set}");
        string[] missing = [.. rule.Required.Where(key => !operation.Inputs.ContainsKey(key))];
        string[] strange = [.. operation.Inputs.Keys.Except(rule.Required).Except(rule.Optional)];
        bool complete = findings.Demand(missing.Length == 0, where, $"has no {string.Join(", ", missing)}") & findings.Demand(strange.Length == 0, where, $"has {string.Join(", ", strange)}, which it does not take");
        string[] computed = arguments is null ? [] : [.. arguments.Where(bound => !OperationRules.MayBeComputed(operation.Type, bound.Key) && !bound.Value.All(value => value.IsConstant)).Select(bound => bound.Key)];
        findings.Demand(computed.Length == 0, where, $"computes {string.Join(", ", computed)}; expected constants");
        if (complete && arguments is not null) Infer(operation, new OperationCheck(operation, arguments), rule.Infer, where);
    }

    private void Infer(Operation operation, OperationCheck check, Func<OperationCheck, MilType[]> infer, string where)
    {
        try
        {
            MilType[] expected = infer(check);
            if (!findings.Demand(expected.Length == operation.Outputs.Count, where, $"makes {operation.Outputs.Count} values; expected {expected.Length}")) return;
            foreach ((NamedValueType output, MilType type) in operation.Outputs.Zip(expected))
            {
                MilType? declared = MilType.Of(output.Type);
                findings.Demand(type.Equals(declared), where, $"declares '{output.Name}' as {declared}; its inputs make {type}");
                findings.Demand(declared is null || output.Type.TensorType.Rank == declared.Rank, where, $"declares rank {output.Type.TensorType.Rank} for {declared}");
            }
        }
        catch (BrokenRule fault)
        {
            findings.Demand(false, where, $"{fault.Message}");
        }
    }

    // Null where a parameter's type is not known, which is a fault or the result of an operation without a rule.
    private Dictionary<string, KnownValue[]>? Resolve(Operation operation, string where)
    {
        var arguments = new Dictionary<string, KnownValue[]>(StringComparer.Ordinal);
        bool complete = true;
        foreach ((string key, Argument argument) in operation.Inputs)
        {
            findings.Demand(argument.Arguments.Count > 0, where, $"binds nothing to '{key}'");
            KnownValue?[] values = [.. argument.Arguments.Select(binding => Resolve(binding, key, where))];
            if (values.Length > 0 && values.All(value => value is not null)) arguments[key] = values!;
            else complete = false;
        }

        DataType[] floats = [.. arguments.Values.SelectMany(values => values).Select(value => value.Type).Where(type => type.IsFloat).Select(type => type.Element).Distinct()];
        bool mixes = operation.Type.StartsWith("constexpr_", StringComparison.Ordinal) || operation.Type is "quantize" or "dequantize" or "upsample_nearest_neighbor" or "upsample_bilinear";
        findings.Demand(floats.Length <= 1 || mixes, where, $"reads {string.Join(" and ", floats)}; expected one element type");
        return complete ? arguments : null;
    }

    private KnownValue? Resolve(Argument.Types.Binding binding, string key, string where)
    {
        if (binding.Value is { } inline)
            return ValueRules.Check(inline, blobs, $"{where} '{key}'", findings) is { } type ? new KnownValue(type, ContentOf(inline), IsConstant: true) : null;
        findings.Demand(names.Contains(binding.Name), where, $"reads '{binding.Name}', which nothing before it makes");
        return known.GetValueOrDefault(binding.Name);
    }
}
