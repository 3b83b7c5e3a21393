using RefCnn.Conformance;
using RefCnn.Conformance.FalseAlarms;
using RefCnn.ConformanceTests.Verdicts;
using RefCnn.Core;

namespace RefCnn.ConformanceTests.FalseAlarms;

public class FalseAlarmTrialTests
{
    private static readonly Lazy<VectorSet> Vectors = new(() => VectorSet.Load(VectorFiles.FindDirectory()));

    [Theory]
    [InlineData(SummationOrder.Forward)]
    [InlineData(SummationOrder.Backward)]
    [InlineData(SummationOrder.Pairwise)]
    [InlineData(SummationOrder.Shuffled)]
    [InlineData(SummationOrder.Fused)]
    public void NaiveSums_InAnyOrder_RaiseNoAlarm(SummationOrder order)
    {
        EngineTally tally = Run(new OrderedBackend(order), vector => vector.Kind is "conv2d" or "conv-transpose2d" or "dense");

        tally.Alarms.Should().BeEmpty();
        tally.Cases.Should().BeGreaterThan(300);
        tally.Errors.Sum().Should().BeGreaterThan(2_000);
        tally.RootMeanSquare.Should().BeInRange(0.01, 1);
    }

    [Fact]
    public void OutputsInHalfPrecision_RaiseAlarmsWithTheirVariant()
    {
        EngineTally tally = Run(new FaultyBackend(PrecisionClass.Float32, (_, y) => (double)(Half)y), vector => vector.Id == "conv2d/full-mantissa");

        (tally.Cases, tally.Failed).Should().Be((3, 3));
        tally.Alarms.Should().ContainSingle().Which.Message.Should().Contain("reproduce: refcnn verify --case conv2d/full-mantissa");
    }

    [Fact]
    public void Report_AsJson_ComesBack()
    {
        FalseAlarmReport report = FalseAlarmReport.Of(3, [Run(new OrderedBackend(SummationOrder.Forward), vector => vector.Kind == "dense")]);

        FalseAlarmReport.FromJson(report.ToJson()).Should().BeEquivalentTo(report);
    }

    private static EngineTally Run(IBackend backend, Func<VectorCase, bool> takes) =>
        new FalseAlarmTrial(Vectors.Value, [new Contestant(backend, 1, 3, takes)], "any").Run().Single();
}
