using RefCnn.Core.Layers;
using RefCnn.Mutants;

namespace RefCnn.ConformanceTests.Mutants;

public class FaultCatalogueTests
{
    [Fact]
    public void Mutants_HaveNamesOfTheirOwn() => FaultCatalogue.Mutants.Select(mutant => mutant.Id).Should().OnlyHaveUniqueItems();

    [Fact]
    public void Faults_AreAtLeast150() => FaultCatalogue.FaultCount.Should().BeGreaterThanOrEqualTo(150);

    [Fact]
    public void EveryMutant_IsOfAKindOrOfNetworks() =>
        FaultCatalogue.Mutants.Select(mutant => mutant.Kind).Distinct().Should().BeSubsetOf(LayerKinds.All.Select(kind => kind.Name).Append(Fault.Network));

    [Fact]
    public void Page_HasTheCatalogue() =>
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "mutants.md")).Should().EndWith(MutationPage.Catalogue(), "`refcnn mutants --markdown docs/mutants.md` writes it");
}
