using System.Text;

namespace RefCnn.CoreML.Emit;

/// <summary>
/// Names as programs allow them: a letter, then letters, digits and underscores; not a word of the language; each once.
/// </summary>
internal sealed class MilIdentifiers
{
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "any", "bool", "dict", "dictionary", "false", "fp16", "fp32", "fp64", "func", "int8", "int16", "int32", "int64", "list", "main", "program", "state", "string",
        "tensor", "true", "tuple", "uint8", "uint16", "uint32", "uint64",
    };

    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    /// <summary>Takes names for others.</summary>
    /// <param name="names">The names.</param>
    public void Reserve(params ReadOnlySpan<string> names)
    {
        foreach (string name in names) taken.Add(name);
    }

    /// <summary>A name that no other value has, as close to the wanted one as the language allows.</summary>
    /// <param name="wanted">The wanted name.</param>
    public string Of(string wanted)
    {
        var text = new StringBuilder();
        foreach (char letter in wanted) text.Append(char.IsAsciiLetterOrDigit(letter) ? letter : '_');
        if (text.Length == 0 || !char.IsAsciiLetter(text[0])) text.Insert(0, 'v');
        string stem = text.ToString(), name = stem;
        for (int i = 2; Words.Contains(name) || !taken.Add(name); i++) name = $"{stem}_{i}";
        return name;
    }
}
