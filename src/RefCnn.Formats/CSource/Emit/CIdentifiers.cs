using System.Globalization;
using System.Text;

namespace RefCnn.Formats.CSource.Emit;

/// <summary>Names of nodes as C identifiers: unique, and none that C or the kernels have taken.</summary>
internal sealed class CIdentifiers
{
    // Beyond 63 significant characters C99 promises nothing; some are left for a number.
    private const int LongestName = 48;

    // C99's keywords, C++'s and later ones that a header must not use, names of the headers that are included, and those of the generated function itself.
    private static readonly string[] Reserved = (
        "auto break case char const continue default do double else enum extern float for goto if inline int long register restrict return short signed " +
        "sizeof static struct switch typedef union unsigned void volatile while asm typeof bool true false nullptr class new delete this template operator " +
        "private public protected try catch throw namespace using virtual friend explicit export mutable and or not xor constexpr thread_local alignas alignof " +
        "NULL NAN INFINITY HUGE_VAL isnan isinf signbit linux unix i386 near far arena").Split(' ');

    private readonly HashSet<string> taken = [.. Reserved, .. KernelSources.Names];

    /// <summary>An identifier that nothing else has.</summary>
    /// <param name="name">Any text; its letters and digits are kept.</param>
    public string Unique(string name)
    {
        string wish = Sanitized(name), identifier = wish;
        for (int number = 2; !taken.Add(identifier); number++) identifier = string.Create(CultureInfo.InvariantCulture, $"{wish}_{number}");
        return identifier;
    }

    /// <summary>The letters and digits of a name, with an underscore in place of every run of others; it begins with a letter.</summary>
    /// <param name="name">Any text.</param>
    public static string Sanitized(string name)
    {
        var text = new StringBuilder();
        foreach (char character in name)
        {
            if (char.IsAsciiLetterOrDigit(character)) text.Append(character);
            else if (text.Length > 0 && text[^1] != '_') text.Append('_');
            if (text.Length == LongestName) break;
        }

        string kept = text.ToString().TrimEnd('_');
        return kept.Length > 0 && char.IsAsciiLetter(kept[0]) ? kept : $"n{(kept.Length > 0 ? "_" : "")}{kept}";
    }
}
