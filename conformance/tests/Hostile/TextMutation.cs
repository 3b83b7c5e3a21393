using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RefCnn.ConformanceTests.Hostile;

/// <summary>Damage to JSON and prototxt, word by word: names that become others (double, dangling, in a circle), numbers at the edges, parts that are missing, doubled or nested.</summary>
internal static partial class TextMutation
{
    private static readonly string[] Odd = ["null", "true", "[]", "{}", "\"\"", "1e999", "-0.5", "NaN", "\"../x\"", "\"\\u0000\"", "[[[[[[[[", "{", "]", "18446744073709551616"];

    /// <summary>Damages a text once to four times.</summary>
    public static byte[] Of(byte[] original, Random random)
    {
        List<string> words = [.. Words().Matches(Encoding.UTF8.GetString(original)).Select(match => match.Value)];
        for (int times = random.Next(1, 5); times > 0 && words.Count > 1; times--) Once(words, random);
        return Encoding.UTF8.GetBytes(string.Concat(words));
    }

    private static void Once(List<string> words, Random random)
    {
        int at = random.Next(words.Count), length = Math.Min(words.Count - at, 1 << random.Next(7));
        string word = words[at];
        string[] alike = [.. words.Where(other => other[0] == word[0] || (char.IsAsciiDigit(other[0]) && char.IsAsciiDigit(word[0])))];
        switch (random.Next(7))
        {
            case 0: words.RemoveRange(at, length); break;
            case 1: words.InsertRange(at, words[at..(at + length)]); break;
            case 2: words[at] = Odd[random.Next(Odd.Length)]; break;
            case 3: words.InsertRange(at, Enumerable.Repeat(word, 1 << random.Next(12))); break;
            default: words[at] = char.IsAsciiDigit(word[0]) && random.Next(2) == 0 ? Mutation.Edges[random.Next(Mutation.Edges.Length)].ToString(CultureInfo.InvariantCulture) : alike[random.Next(alike.Length)]; break;
        }
    }

    [GeneratedRegex("""
        "[^"\n]*"|'[^'\n]*'|[0-9][0-9.eE+]*|[A-Za-z_][A-Za-z0-9_]*|\s+|.
        """)]
    private static partial Regex Words();
}
