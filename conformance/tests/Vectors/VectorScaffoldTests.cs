using System.Text.Json;
using RefCnn.Conformance;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.ConformanceTests.Vectors;

public sealed class VectorScaffoldTests : IDisposable
{
    private readonly VectorFolder folder = new();

    public static TheoryData<string> Kinds => [.. LayerKinds.All.Select(kind => kind.Name)];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Create_EveryKind_IsAReadableCaseOfAValidLayer(string kind)
    {
        string text = VectorScaffold.Create(kind, "first");

        VectorDraft draft = VectorReader.ReadDraft(folder.PutText($"{kind}/first", text));

        draft.Layer.Kind.Should().Be(kind);
        draft.Layer.InferShape([.. draft.Inputs.Select(input => input.Shape)]).Count.Should().BePositive();
        draft.StreamNames.Should().OnlyHaveUniqueItems();
        VectorWriter.Format(JsonDocument.Parse(text).RootElement).Should().Be(text);
    }

    [Theory]
    [InlineData("conv2d")]
    [InlineData("relu")]
    public void Create_SampleOperands_AreOfTheTierClaimed(string kind)
    {
        VectorDraft draft = VectorReader.ReadDraft(folder.PutText($"{kind}/first", VectorScaffold.Create(kind, "first")));

        draft.Tier.Should().Be(Tier.Exact);
        TierProof.Gap(draft.Layer, draft.Inputs).Should().BeNull();
    }

    [Theory]
    [InlineData("conv3d", "first", "unknown layer kind 'conv3d'*")]
    [InlineData("conv2d", "First_Case", "case 'First_Case': expected a lower-kebab name, e.g. asymmetric-padding")]
    public void Create_WrongNames_AreRefused(string kind, string name, string message)
    {
        Action create = () => VectorScaffold.Create(kind, name);

        create.Should().Throw<RefCnnException>().WithMessage(message);
    }
}
