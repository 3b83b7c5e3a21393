using System.Text.RegularExpressions;

namespace RefCnn.ConformanceTests.Architecture;

/// <summary>What docs/adding-a-layer.md adds would fit in. That it then works is shown by following the page, which takes minutes: conformance/adding_a_layer.sh.</summary>
public partial class AddingALayerPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "adding-a-layer.md"));

    public static TheoryData<string, string> Differences
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach ((_, string file, string text) in Blocks().Where(block => block.Language == "diff")) all.Add(file, text);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Differences))]
    public void Difference_OfThePage_FitsItsFileOnce(string file, string difference)
    {
        string old = "\n" + string.Concat(difference.Split('\n').Where(line => line.Length > 0 && line[0] != '+').Select(line => line[1..] + "\n"));

        Regex.Count(File.ReadAllText(Path.Combine(Repository.Root, file)), Regex.Escape(old)).Should().Be(1, "{0} has this once:{1}", file, old);
    }

    [Fact]
    public void Files_OfThePage_AreNotThereYet() =>
        Blocks().Where(block => block.Language is not ("diff" or "sh")).Select(block => block.File).Where(file => File.Exists(Path.Combine(Repository.Root, file))).Should().BeEmpty();

    private static IEnumerable<(string Language, string File, string Text)> Blocks() => Fence().Matches(Page).Select(block => (block.Groups[1].Value, block.Groups[2].Value, block.Groups[3].Value));

    [GeneratedRegex(@"^```(\w+) (\S+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
