using System.Collections.Frozen;
using System.Collections.Immutable;

namespace RefCnn.Pictures;

/// <summary>
/// Capitals, digits and some signs of 5 × 7 dots. Small letters are written as capitals; what the font lacks is a full block. It is drawn here because the
/// fonts of a system differ, and phones and containers may have none.
/// </summary>
public static class PixelFont
{
    /// <summary>Dots from one letter to the next.</summary>
    public const int Advance = 6;

    /// <summary>Dots of a letter's height.</summary>
    public const int Height = 7;

    // Bands of eight lines: the letters, then their dots, each letter below its own.
    private const string Bands = """
        A     B     C     D     E     F     G     H     I     J     K     L     M
        .###. ####. .#### ####. ##### ##### .#### #...# .###. ..### #...# #.... #...#
        #...# #...# #.... #...# #.... #.... #.... #...# ..#.. ...#. #..#. #.... ##.##
        #...# #...# #.... #...# #.... #.... #.... #...# ..#.. ...#. #.#.. #.... #.#.#
        ##### ####. #.... #...# ####. ####. #..## ##### ..#.. ...#. ##... #.... #.#.#
        #...# #...# #.... #...# #.... #.... #...# #...# ..#.. ...#. #.#.. #.... #...#
        #...# #...# #.... #...# #.... #.... #...# #...# ..#.. #..#. #..#. #.... #...#
        #...# ####. .#### ####. ##### #.... .#### #...# .###. .##.. #...# ##### #...#
        N     O     P     Q     R     S     T     U     V     W     X     Y     Z
        #...# .###. ####. .###. ####. .#### ##### #...# #...# #...# #...# #...# #####
        ##..# #...# #...# #...# #...# #.... ..#.. #...# #...# #...# .#.#. #...# ....#
        ##..# #...# #...# #...# #...# #.... ..#.. #...# #...# #...# .#.#. .#.#. ...#.
        #.#.# #...# ####. #...# ####. .###. ..#.. #...# #...# #.#.# ..#.. ..#.. ..#..
        #..## #...# #.... #.#.# #.#.. ....# ..#.. #...# .#.#. #.#.# .#.#. ..#.. .#...
        #..## #...# #.... #..#. #..#. ....# ..#.. #...# .#.#. ##.## .#.#. ..#.. #....
        #...# .###. #.... .##.# #...# ####. ..#.. .###. ..#.. #...# #...# ..#.. #####
        0     1     2     3     4     5     6     7     8     9     .     ,     :
        .###. ..#.. .###. ####. ...#. ##### .###. ##### .###. .###. ..... ..... .....
        #...# .##.. #...# ....# ..##. #.... #.... ....# #...# #...# ..... ..... .##..
        #..## #.#.. ....# ....# .#.#. ####. #.... ...#. #...# #...# ..... ..... .##..
        #.#.# ..#.. ...#. .###. #..#. ....# ####. ...#. .###. .#### ..... ..... .....
        ##..# ..#.. ..#.. ....# ##### ....# #...# ..#.. #...# ....# ..... .##.. .##..
        #...# ..#.. .#... ....# ...#. #...# #...# ..#.. #...# ....# .##.. ..#.. .##..
        .###. ##### ##### ####. ...#. .###. .###. ..#.. .###. .###. .##.. .#... .....
        -     +     %     (     )     /     ?     '     &     =
        ..... ..... ##..# ...#. .#... ....# .###. ..#.. .##.. .....
        ..... ..#.. ##..# ..#.. ..#.. ....# #...# ..#.. #..#. .....
        ..... ..#.. ...#. .#... ...#. ...#. ....# ..... .##.. #####
        ##### ##### ..#.. .#... ...#. ..#.. ...#. ..... .#... .....
        ..... ..#.. .#... .#... ...#. .#... ..#.. ..... #.#.# #####
        ..... ..#.. #..## ..#.. ..#.. #.... ..... ..... #..#. .....
        ..... ..... #..## ...#. .#... #.... ..#.. ..... .##.# .....
        """;

    private static readonly FrozenDictionary<char, ImmutableArray<(int Column, int Row)>> Letters = Parse();

    /// <summary>Dots from the first to the last of a line.</summary>
    /// <param name="text">The line.</param>
    public static int WidthOf(string text) => Math.Max((text.Length * Advance) - 1, 0);

    /// <summary>The dots of a letter: column 0 to 4, row 0 to 6.</summary>
    /// <param name="letter">The letter.</param>
    internal static ImmutableArray<(int Column, int Row)> DotsOf(char letter) =>
        letter == ' ' ? [] : Letters.TryGetValue(char.ToUpperInvariant(letter), out var dots) ? dots : [.. Dots((_, _) => true)];

    private static FrozenDictionary<char, ImmutableArray<(int Column, int Row)>> Parse()
    {
        var letters = new Dictionary<char, ImmutableArray<(int Column, int Row)>>();
        foreach (string[] band in Bands.Split('\n').Chunk(Height + 1))
        {
            for (int first = 0; first < band[0].Length; first += Advance)
                letters[band[0][first]] = [.. Dots((column, row) => band[row + 1][first + column] == '#')];
        }

        return letters.ToFrozenDictionary();
    }

    private static IEnumerable<(int Column, int Row)> Dots(Func<int, int, bool> isSet) =>
        from row in Enumerable.Range(0, Height) from column in Enumerable.Range(0, Advance - 1) where isSet(column, row) select (column, row);
}
