using RefCnn.Conformance;
using RefCnn.Conformance.Bounds.Winograd;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.ConformanceTests.Verdicts.Winograd;

/// <summary>The vectors of convolutions, plain and transposed, on engines that compute by Winograd: right ones pass, and wrong ones do not.</summary>
public class WinogradVectorTests
{
    private static readonly Lazy<VectorSet> Vectors = new(() => VectorSet.Load(VectorFiles.FindDirectory()));

    public static TheoryData<SumAlgorithm, string> Cases => On([.. Vectors.Value.Cases.Select(vector => vector.Id)]);

    public static TheoryData<SumAlgorithm, string> NotFinite
    {
        get
        {
            TheoryData<SumAlgorithm, string> cases = WithTheirOwnFilters(
                "conv2d/nan-and-infinity-3x3", "conv2d/near-overflow-3x3", "conv2d/nan-and-infinity-4x4-stride-2", "conv-transpose2d/nan-and-infinity-4x4-stride-2");

            // Too narrow for F(2×2, 2×2): its NaN lies in no other output's tile.
            cases.Add(SumAlgorithm.Winograd4x4Of3x3, "conv2d/nan");
            cases.Add(SumAlgorithm.Winograd4x4Of2x2, "conv2d/nan");
            return cases;
        }
    }

    public static TheoryData<SumAlgorithm, string> ManyDigits => WithTheirOwnFilters("conv2d/full-mantissa", "conv2d/odd-tails", "conv2d/full-mantissa-4x4-stride-2");

    // Of small whole numbers the smaller tiles' transforms make numbers that float16 holds.
    public static TheoryData<SumAlgorithm, string> Rounded => new()
    {
        { SumAlgorithm.Winograd2x2Of3x3, "conv2d/full-mantissa" },
        { SumAlgorithm.Winograd4x4Of3x3, "conv2d/full-mantissa" },
        { SumAlgorithm.Winograd4x4Of3x3, "conv2d/odd-tails" },
        { SumAlgorithm.Winograd4x4Of3x3, "conv2d/many-terms" },
        { SumAlgorithm.Winograd2x2Of2x2, "conv2d/full-mantissa-4x4-stride-2" },
        { SumAlgorithm.Winograd4x4Of2x2, "conv2d/full-mantissa-4x4-stride-2" },
    };

    public static TheoryData<SumAlgorithm, string> ManyChannels => On("conv2d/full-mantissa", "conv2d/odd-tails", "conv2d/many-terms", "conv2d/batch-2");

    public static TheoryData<SumAlgorithm, string> OddSizes => On("conv2d/full-mantissa", "conv2d/odd-tails", "conv2d/four-paddings");

    [Theory]
    [MemberData(nameof(Cases))]
    public void RightEngine_PassesVector(SumAlgorithm sums, string id)
    {
        CaseResult result = Verify(id, NaiveWinograd.Of(sums));

        result.Verdict.Should().Be(Verdict.Pass, result.Message);
        // Sums over one channel have the fewest roundings, and the bound the least to spare: depthwise convolutions come to 0.114.
        result.Margin.Should().BeLessThan(id.Contains("depthwise") ? 0.15 : 0.1);
    }

    [Theory]
    [MemberData(nameof(NotFinite))]
    public void WhatTilesCannotComputeLeftSo_Fails(SumAlgorithm sums, string id) => Verify(id, NaiveWinograd.Of(sums) with { SpreadsNaN = true }).Verdict.Should().Be(Verdict.Fail);

    [Fact]
    public void EngineThatDoesNotSaySo_IsJudgedAsPlain() =>
        LayerVerifier.Verify(Vectors.Value.Find("conv2d/odd-tails")!, new WinogradBackend(NaiveWinograd.Of(SumAlgorithm.Winograd4x4Of3x3), says: false), new CompileOptions()).Verdict.Should().Be(Verdict.Fail);

    [Theory]
    [MemberData(nameof(ManyChannels))]
    public void DroppedChannel_Fails(SumAlgorithm sums, string id) => Verify(id, NaiveWinograd.Of(sums) with { ChannelsDropped = 1 }).Verdict.Should().Be(Verdict.Fail);

    [Theory]
    [MemberData(nameof(OddSizes))]
    public void MissedTailOfTiles_Fails(SumAlgorithm sums, string id) => Verify(id, NaiveWinograd.Of(sums) with { MissesTails = true }).Verdict.Should().Be(Verdict.Fail);

    [Theory]
    [MemberData(nameof(Rounded))]
    public void SamplesTransformedToFloat16_Fail(SumAlgorithm sums, string id) => Verify(id, NaiveWinograd.Of(sums) with { OfSample = value => (float)(Half)value }).Verdict.Should().Be(Verdict.Fail);

    [Theory]
    [MemberData(nameof(Rounded))]
    public void WeightsTransformedToFloat16_Fail(SumAlgorithm sums, string id) => Verify(id, NaiveWinograd.Of(sums) with { OfWeight = value => (float)(Half)value }).Verdict.Should().Be(Verdict.Fail);

    [Theory]
    [MemberData(nameof(ManyDigits))]
    public void OneWrongSignInATransform_Fails(SumAlgorithm sums, string id)
    {
        NaiveWinograd right = NaiveWinograd.Of(sums);
        for (int row = 0; row < right.Patch; row++)
        {
            for (int column = 0; column < right.Patch; column++)
            {
                if (right.Input[row, column] != 0)
                    Verify(id, right with { Input = Flipped(right.Input, row, column) }).Verdict.Should().Be(Verdict.Fail, "B at {0}, {1} is {2}", row, column, -right.Input[row, column]);
                if (row < right.Side && right.Output[row, column] != 0)
                    Verify(id, right with { Output = Flipped(right.Output, row, column) }).Verdict.Should().Be(Verdict.Fail, "A at {0}, {1} is {2}", row, column, -right.Output[row, column]);
            }
        }
    }

    [Theory]
    [InlineData(SumAlgorithm.Winograd2x2Of3x3, "conv2d/full-mantissa", 1e-5f)]
    [InlineData(SumAlgorithm.Winograd2x2Of3x3, "conv2d/odd-tails", 1e-5f)]
    [InlineData(SumAlgorithm.Winograd2x2Of3x3, "conv2d/many-terms", 1e-4f)]
    [InlineData(SumAlgorithm.Winograd4x4Of3x3, "conv2d/full-mantissa", 1e-5f)]
    [InlineData(SumAlgorithm.Winograd4x4Of3x3, "conv2d/odd-tails", 1e-5f)]
    [InlineData(SumAlgorithm.Winograd4x4Of3x3, "conv2d/many-terms", 1e-4f)]
    [InlineData(SumAlgorithm.Winograd2x2Of2x2, "conv2d/full-mantissa-4x4-stride-2", 1e-5f)]
    [InlineData(SumAlgorithm.Winograd4x4Of2x2, "conv2d/full-mantissa-4x4-stride-2", 1e-5f)]
    public void OneCoefficientOfFewDigits_DoesNotPass(SumAlgorithm sums, string id, float error)
    {
        NaiveWinograd right = NaiveWinograd.Of(sums);
        float[,] input = (float[,])right.Input.Clone();
        input[right.Patch / 2, right.Patch / 2] *= 1 + error;

        Verify(id, right with { Input = input }).Verdict.Should().BeOneOf(Verdict.Degraded, Verdict.Fail);
    }

    // The vectors, on those algorithms whose filters are neither cut nor filled up for them.
    private static TheoryData<SumAlgorithm, string> WithTheirOwnFilters(params string[] ids)
    {
        var data = new TheoryData<SumAlgorithm, string>();
        foreach (SumAlgorithm sums in WinogradLayers.Algorithms)
        {
            foreach (string id in ids.Where(id => Vectors.Value.Find(id)!.Layer is Conv2D { Window.Stride.Height: 1 } == (NaiveWinograd.Of(sums).Taps == 3))) data.Add(sums, id);
        }

        return data;
    }

    // The vectors, on each algorithm that computes them.
    private static TheoryData<SumAlgorithm, string> On(params string[] ids)
    {
        var data = new TheoryData<SumAlgorithm, string>();
        foreach (SumAlgorithm sums in WinogradLayers.Algorithms)
        {
            foreach (string id in ids.Where(id => Computes(sums, Vectors.Value.Find(id)!))) data.Add(sums, id);
        }

        return data;
    }

    private static bool Computes(SumAlgorithm sums, VectorCase vector) =>
        vector.Expected is Expectation.Valid valid && EquivalentConvolution.Of(vector.Layer, valid.Output.Shape, sums).Length > 0;

    private static float[,] Flipped(float[,] matrix, int row, int column)
    {
        float[,] flipped = (float[,])matrix.Clone();
        flipped[row, column] = -flipped[row, column];
        return flipped;
    }

    private static CaseResult Verify(string id, NaiveWinograd winograd) => LayerVerifier.Verify(Vectors.Value.Find(id)!, new WinogradBackend(winograd), new CompileOptions());
}
