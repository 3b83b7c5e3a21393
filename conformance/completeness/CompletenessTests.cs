using RefCnn.Conformance;
using RefCnn.Conformance.Magnitudes;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.CompletenessTests;

/// <summary>Names what a layer kind still lacks; docs/adding-a-layer.md shows how each piece is made.</summary>
public class CompletenessTests
{
    public static TheoryData<string> Kinds => [.. LayerKinds.All.Select(kind => kind.Name)];

    [Fact]
    public void EveryLayerRecord_IsAKind()
    {
        IEnumerable<Type> records = typeof(Layer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Layer)) && !type.IsAbstract);

        string[] missing = [.. records.Except(LayerKinds.All.Select(kind => kind.Type)).Select(record => $"{record.Name} lacks its name: src/RefCnn.Core/Layers/LayerKinds.cs")];

        if (missing.Length > 0) Assert.Fail(string.Join('\n', missing));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Kind_HasEveryPiece(string kind)
    {
        string[] missing = [.. Piece.MissingOf(LayerKinds.Find(kind)!)];

        if (missing.Length > 0) Assert.Fail(string.Join('\n', missing));
    }

    [Fact]
    public void KindWithoutAnyPiece_LacksEach() =>
        Piece.MissingOf(new LayerKind("bare", typeof(Bare))).Should().Equal(Piece.All.Select(piece => $"bare lacks {piece.Name}: {piece.Place}"));

    [Fact]
    public void EveryConditionedCase_HasAMagnitude() =>
        VectorSet.Load(VectorFiles.FindDirectory()).Cases
            .Where(vector => vector.Expected is Expectation.Valid && vector.Layer.AccuracyFor([.. vector.Inputs.Select(input => input.Shape)]) is Accuracy.Conditioned)
            .Where(vector => !MagnitudeTable.Has(vector.Layer.GetType()))
            .Select(vector => vector.Kind).Distinct().Should().BeEmpty("MagnitudeTable.cs has one line a conditioned kind");

    [Fact]
    public void Page_NamesEveryPlace()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "adding-a-layer.md"));

        Piece.All.Select(piece => piece.Place).Should().OnlyContain(place => page.Contains(place));
    }

    private sealed record Bare : Layer
    {
        public override string Kind => "bare";

        public override Accuracy AccuracyFor(params ReadOnlySpan<Shape> inputs) => new Accuracy.Exact();

        protected override Shape Infer(ReadOnlySpan<Shape> inputs) => inputs[0];
    }
}
