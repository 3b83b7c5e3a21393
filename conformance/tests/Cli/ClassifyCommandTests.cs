namespace RefCnn.ConformanceTests.Cli;

public class ClassifyCommandTests
{
    [SharedDataFact]
    public async Task Classify_PictureOfACatByCaffesSqueezeNet_NamesTheEgyptianCat()
    {
        CliOutcome outcome = await CliHost.RunAsync(
            "classify", "--model", SharedData.PathOf("squeezenet-dc", "SqueezeNet_deploy.prototxt"), "--weights", SharedData.PathOf("squeezenet-dc", "squeezenet.caffemodel"),
            "--image", SharedData.PathOf("photos", "chelsea.png"), "--labels", SharedData.PathOf("squeezenet-dc", "synset_words.txt"),
            "--order", "bgr", "--mean", "104,117,123", "--top", "1");

        outcome.Code.Should().Be(0, outcome.Error);
        outcome.Output.Should().MatchRegex(@"\d+\.\d\d ?% +285 +n02124075 Egyptian cat", "class 285 is the 286th line of the labels");
    }
}
