namespace RefCnn.Cli;

/// <summary>The word that somebody probably meant.</summary>
internal static class NearestWord
{
    private const int LargestDistance = 2;

    /// <summary>The known word that a text is nearest to, or begins; null where none is near.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="known">The words that are known.</param>
    public static string? Of(string text, IEnumerable<string> known)
    {
        string bare = text.TrimStart('-');
        var nearest = known.Select(word => (Word: word, Distance: Distance(bare, word.TrimStart('-')))).OrderBy(pair => pair.Distance).FirstOrDefault();
        if (nearest.Word is not null && nearest.Distance <= Math.Min(LargestDistance, (bare.Length - 1) / 2)) return nearest.Word;
        return bare.Length > 2 && known.Where(word => word.TrimStart('-').StartsWith(bare, StringComparison.Ordinal)).ToArray() is [string only] ? only : null;
    }

    // Letters left out, put in or changed, and neighbours that changed places (optimal string alignment).
    private static int Distance(string left, string right)
    {
        int[,] distance = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distance[i, j] = i + j;
                    continue;
                }

                int change = distance[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                distance[i, j] = Math.Min(change, 1 + Math.Min(distance[i - 1, j], distance[i, j - 1]));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
            }
        }

        return distance[left.Length, right.Length];
    }
}
