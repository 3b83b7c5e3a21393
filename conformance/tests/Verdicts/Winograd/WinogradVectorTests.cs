using RefCnn.Conformance;
using RefCnn.Conformance.Bounds.Winograd;
using RefCnn.Core;

namespace RefCnn.ConformanceTests.Verdicts.Winograd;

/// <summary>The vectors of convolutions, plain and transposed, on engines that compute by Winograd: right ones pass, and wrong ones do not.</summary>
public class WinogradVectorTests
{
    private static readonly Lazy<VectorSet> Vectors = new(() => VectorSet.Load(VectorFiles.FindDirectory()));

    public static TheoryData<string> Cases => [.. Vectors.Value.Cases.Where(Computes).Select(vector => vector.Id)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void RightEngine_PassesVector(string id)
    {
        CaseResult result = Verify(id, new NaiveWinograd());

        result.Verdict.Should().Be(Verdict.Pass, result.Message);
        result.Margin.Should().BeLessThan(0.1);
    }

    [Theory]
    [InlineData("conv2d/nan")]
    [InlineData("conv2d/nan-and-infinity-3x3")]
    [InlineData("conv2d/near-overflow-3x3")]
    public void WhatTilesCannotComputeLeftSo_Fails(string id) => Verify(id, new NaiveWinograd { SpreadsNaN = true }).Verdict.Should().Be(Verdict.Fail);

    [Fact]
    public void EngineThatDoesNotSaySo_IsJudgedAsPlain() =>
        LayerVerifier.Verify(Vectors.Value.Find("conv2d/odd-tails")!, new WinogradBackend(new NaiveWinograd(), says: false), new CompileOptions()).Verdict.Should().Be(Verdict.Fail);

    [Theory]
    [InlineData("conv2d/full-mantissa")]
    [InlineData("conv2d/odd-tails")]
    [InlineData("conv2d/many-terms")]
    [InlineData("conv2d/batch-2")]
    public void DroppedChannel_Fails(string id) => Verify(id, new NaiveWinograd { ChannelsDropped = 1 }).Verdict.Should().Be(Verdict.Fail);

    [Theory]
    [InlineData("conv2d/full-mantissa")]
    [InlineData("conv2d/odd-tails")]
    [InlineData("conv2d/four-paddings")]
    public void MissedTailOfTiles_Fails(string id) => Verify(id, new NaiveWinograd { MissesTails = true }).Verdict.Should().Be(Verdict.Fail);

    [Theory]
    [InlineData("conv2d/full-mantissa")]
    [InlineData("conv2d/odd-tails")]
    [InlineData("conv2d/many-terms")]
    public void SamplesTransformedToFloat16_Fail(string id) => Verify(id, new NaiveWinograd { OfSample = value => (float)(Half)value }).Verdict.Should().Be(Verdict.Fail);

    [Theory]
    [InlineData("conv2d/full-mantissa")]
    [InlineData("conv2d/odd-tails")]
    [InlineData("conv2d/many-terms")]
    public void WeightsTransformedToFloat16_Fail(string id) => Verify(id, new NaiveWinograd { OfWeight = value => (float)(Half)value }).Verdict.Should().Be(Verdict.Fail);

    [Theory]
    [InlineData("conv2d/full-mantissa")]
    [InlineData("conv2d/odd-tails")]
    public void OneWrongSignInATransform_Fails(string id)
    {
        for (int at = 0; at < 36; at++)
        {
            (float[,] input, float[,] output) = ((float[,])new NaiveWinograd().Input.Clone(), (float[,])new NaiveWinograd().Output.Clone());
            (input[at / 6, at % 6], output[at / 6 % 4, at % 6]) = (-input[at / 6, at % 6], -output[at / 6 % 4, at % 6]);

            if (input[at / 6, at % 6] != 0) Verify(id, new NaiveWinograd { Input = input }).Verdict.Should().Be(Verdict.Fail, "B at {0} is {1}", at, input[at / 6, at % 6]);
            if (output[at / 6 % 4, at % 6] != 0) Verify(id, new NaiveWinograd { Output = output }).Verdict.Should().Be(Verdict.Fail, "A at {0} is {1}", at, output[at / 6 % 4, at % 6]);
        }
    }

    [Theory]
    [InlineData("conv2d/full-mantissa", 1e-5f)]
    [InlineData("conv2d/odd-tails", 1e-5f)]
    [InlineData("conv2d/many-terms", 1e-4f)]
    public void OneCoefficientOfFewDigits_DoesNotPass(string id, float error)
    {
        float[,] input = (float[,])new NaiveWinograd().Input.Clone();
        input[3, 3] *= 1 + error;

        Verify(id, new NaiveWinograd { Input = input }).Verdict.Should().BeOneOf(Verdict.Degraded, Verdict.Fail);
    }

    private static bool Computes(VectorCase vector) =>
        vector.Expected is Expectation.Valid valid && EquivalentConvolution.Of(vector.Layer, valid.Output.Shape) is not null;

    private static CaseResult Verify(string id, NaiveWinograd winograd) => LayerVerifier.Verify(Vectors.Value.Find(id)!, new WinogradBackend(winograd), new CompileOptions());
}
