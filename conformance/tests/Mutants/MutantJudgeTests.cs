using System.Text.Json;
using RefCnn.Accelerate;
using RefCnn.Conformance;
using RefCnn.Mutants;
using RefCnn.Reference;

namespace RefCnn.ConformanceTests.Mutants;

public sealed class MutantJudgeTests : IDisposable
{
    private static readonly string Directory = VectorFiles.FindDirectory();
    private static readonly Lazy<VectorSet> Vectors = new(() => VectorSet.Load(Directory));

    private readonly MutantJudge judge = new(new ReferenceBackend(), new AccelerateBackend(), Vectors.Value, Directory);

    public void Dispose() => judge.Dispose();

    [Fact]
    public void CopyWithoutFault_PassesEveryVector() =>
        judge.JudgeUnchanged().Where(result => result.Verdict != Verdict.Pass).Should().BeEmpty();

    [Fact]
    public void MutantsOfLayers_AreKilledOrEquivalent() =>
        judge.Judge([.. FaultCatalogue.Mutants.Where(mutant => mutant.Kind != Fault.Network)]).Where(result => result.Survived).Select(result => result.Mutant.Id)
            .Should().BeEmpty("the vectors must catch every mistake, and no case must refute that a mutant is equivalent");

    [Theory]
    [InlineData("conv2d/padding-ends-swapped", "conv2d/four-paddings")]
    [InlineData("conv2d/tensor-float-operands", "conv2d/full-mantissa")]
    [InlineData("max-pool2d/nan-swallowed", "max-pool2d/nan-in-window")]
    [InlineData("space-to-depth/as-darknet", "space-to-depth/four-channels")]
    [InlineData("instance-norm/variance-by-difference-of-squares", "instance-norm/large-mean")]
    public void KnownMutant_IsKilledByTheCaseForIt(string id, string expected) => Judge(id).Kills.Select(kill => kill.Case).Should().Contain(expected);

    [Fact]
    public void ResultOfPreviousRun_IsSeenThoughTheFirstRunIsRight() => Judge("relu/result-of-previous-run").Killed.Should().BeTrue();

    [Fact]
    public void Report_Json_HasTheDocumentedMembers()
    {
        var report = new MutationReport([Judge("relu/sign-lost"), Judge("relu/tail-computed-twice")]);

        JsonElement root = JsonDocument.Parse(report.ToJson()).RootElement;

        (root.GetProperty("total").GetInt32(), root.GetProperty("killed").GetInt32(), root.GetProperty("survived").GetInt32(), root.GetProperty("equivalent").GetInt32()).Should().Be((2, 1, 0, 1));
        root.GetProperty("mutants").EnumerateArray().First().EnumerateObject().Select(member => member.Name)
            .Should().Equal("id", "fault", "kind", "killedBy", "killers", "degradedBy", "weakestMargin", "equivalentBecause");
    }

    private MutantResult Judge(string id) => judge.Judge([FaultCatalogue.Mutants.Single(mutant => mutant.Id == id)]).Single();
}
