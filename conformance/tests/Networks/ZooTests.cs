using RefCnn.Core;
using RefCnn.Networks;

namespace RefCnn.ConformanceTests.Networks;

public class ZooTests
{
    [Theory]
    [MemberData(nameof(ClassifierTests.Names), MemberType = typeof(ClassifierTests))]
    public void Network_Name_IsTheZoosOwn_BecauseItSeeds(string name) => ZooFacts.Of(name).NetworkName.Should().Be(name);

    [Fact]
    public void All_Names_AreUniqueLowerKebab() =>
        Zoo.All.Select(network => network.Name).Should().OnlyHaveUniqueItems().And.AllSatisfy(name => name.Should().MatchRegex("^[a-z0-9]+(-[a-z0-9]+)*$"));

    [Theory]
    [MemberData(nameof(ClassifierTests.Names), MemberType = typeof(ClassifierTests))]
    public void Network_HasAPage(string name) => File.Exists(Path.Combine(Repository.Root, "docs", "networks", $"{name}.md")).Should().BeTrue();

    [Fact]
    public void Find_UnknownName_NamesWhatThereIs()
    {
        Action find = () => Zoo.Find("lenet");

        find.Should().Throw<RefCnnException>().WithMessage("the zoo has no network 'lenet'; it has alexnet, *");
    }
}
