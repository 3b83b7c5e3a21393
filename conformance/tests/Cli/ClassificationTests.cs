using RefCnn.Cli.Models;
using RefCnn.Core;

namespace RefCnn.ConformanceTests.Cli;

public class ClassificationTests
{
    [Fact]
    public void Of_Distribution_IsLeftAsItIs()
    {
        var classification = Classification.Of(Output(0.25, 0.5, 0.25), ["a", "b", "c"], 2);

        classification.SoftmaxApplied.Should().BeFalse();
        classification.Classes.Should().Equal(new RankedClass(1, "b", 0.5), new RankedClass(0, "a", 0.25));
    }

    [Fact]
    public void Of_Scores_GoThroughASoftmaxThatDoesNotOverflow()
    {
        var classification = Classification.Of(Output(1000, 1000 + Math.Log(3)), null, 5);

        classification.SoftmaxApplied.Should().BeTrue();
        classification.Classes.Select(entry => entry.Index).Should().Equal(1, 0);
        classification.Classes[0].Probability.Should().BeApproximately(0.75, 1e-12);
    }

    [Fact]
    public void Of_OtherNumberOfLabels_IsRejected()
    {
        Action rank = () => Classification.Of(Output(1, 2), ["only"], 1);

        rank.Should().Throw<RefCnnException>().WithMessage("1 labels for 2 classes; expected one line a class");
    }

    private static Tensor<double> Output(params double[] values) => new(new Shape(1, values.Length), values);
}
