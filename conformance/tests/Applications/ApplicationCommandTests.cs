using System.Text.Json;
using RefCnn.ConformanceTests.Cli;
using RefCnn.Core;
using RefCnn.Pictures;

namespace RefCnn.ConformanceTests.Applications;

/// <summary>
/// The commands from file to file, against what the oracle made of the same pictures with PyTorch in float64 and Pillow: <c>samples/expected</c>. A sample of 8 bits may
/// differ by 1, where float32 lands on the other side of a half.
/// </summary>
public class ApplicationCommandTests : TemporaryFolder
{
    [Fact]
    public Task Stylize_BlendOfTwoStyles_IsTheOraclesPicture() => Makes("stylize.png", "stylize", PictureAt("landscape.png"), FileAt("stylize.png"), "--style", "0.7,0.3,0,0");

    [Fact]
    public Task Translate_MetalToFabric_IsTheOraclesPicture() => Makes("translate.png", "translate", PictureAt("metal.png"), FileAt("translate.png"));

    [Fact]
    public Task EraseText_PictureOfSixTiles_IsTheOraclesPicture() => Makes("erase-text.png", "erase-text", PictureAt("landscape-text.png"), FileAt("erase-text.png"));

    [Fact]
    public async Task Detect_Dishes_AreTheOraclesBoxes()
    {
        JsonElement found = await Json("detect", PictureAt("dishes.png"), "--output", FileAt("boxes.png"), "--json");

        JsonElement[] objects = [.. found.GetProperty("objects").EnumerateArray()], expected = Expected();
        objects.Should().HaveCount(expected.Length);
        for (int i = 0; i < expected.Length; i++) SameBox(objects[i], expected[i], "class");
        Changed(FileAt("boxes.png")).Should().BeInRange(4_000, 40_000, "boxes and captions are drawn on 448 × 448 pixels");
    }

    [Fact]
    public async Task Calories_Dishes_AreTheOraclesEstimates()
    {
        JsonElement meal = await Json("calories", PictureAt("dishes.png"), "--output", FileAt("calories.png"), "--json");

        JsonElement[] dishes = [.. meal.GetProperty("dishes").EnumerateArray()], expected = Expected();
        dishes.Should().HaveCount(expected.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            SameBox(dishes[i], expected[i], "category");
            dishes[i].GetProperty("kilocalories").GetDouble().Should().BeApproximately(expected[i].GetProperty("kilocalories").GetDouble(), 0.05);
        }

        meal.GetProperty("totalKilocalories").GetDouble().Should().BeApproximately(expected.Sum(dish => dish.GetProperty("kilocalories").GetDouble()), 0.2);
        Changed(FileAt("calories.png")).Should().BeInRange(4_000, 60_000);
    }

    [Fact]
    public async Task Classify_Dish_IsNamed()
    {
        JsonElement named = await Json("classify", "--model", "sample:dish-calories", "--image", PictureAt("dish.png"), "--top", "1", "--backend", "accelerate", "--json");

        named.GetProperty("classes")[0].GetProperty("label").GetString().Should().Be("pizza");
        named.GetProperty("classes")[0].GetProperty("probability").GetDouble().Should().BeGreaterThan(0.99);
    }

    [Fact]
    public async Task Stylize_OddSizeOnTheReducedNetwork_KeepsTheSize()
    {
        Picture.Write(FileAt("odd.png"), new Tensor<float>(new Shape(1, 3, 41, 53)).Map(_ => 90f), PictureOptions.Samples);

        CliOutcome outcome = await CliHost.RunAsync("stylize", "--model", "sample:style-mobile", FileAt("odd.png"), FileAt("out.jpg"), "--style", "ink", "--quiet");

        outcome.Code.Should().Be(0, outcome.Error);
        outcome.Output.Should().BeEmpty();
        Picture.Read(FileAt("out.jpg"), 3, PictureOptions.Samples).Shape.Should().Be(new Shape(1, 3, 41, 53));
    }

    [Fact]
    public async Task Stylize_GridOfAFolder_PaintsASheetEach()
    {
        Directory.CreateDirectory(FileAt("in"));
        foreach (string name in (string[])["a.png", "b.jpg"])
            Picture.Write(Path.Combine(FileAt("in"), name), new Tensor<float>(new Shape(1, 3, 48, 64)).Map(_ => 90f), PictureOptions.Samples);

        CliOutcome outcome = await CliHost.RunAsync("stylize", "--model", "sample:style-mobile", FileAt("in"), FileAt("out"), "--grid", "--longest", "40", "--json");

        outcome.Code.Should().Be(0, outcome.Error);
        using var json = JsonDocument.Parse(outcome.Output);
        json.RootElement.EnumerateArray().Select(item => (item.GetProperty("width").GetInt32(), item.GetProperty("height").GetInt32())).Should().Equal((216, 132), (216, 132));
        Directory.GetFiles(FileAt("out")).Select(Path.GetFileName).Order().Should().Equal("a.png", "b.png");
    }

    [Theory]
    [InlineData(2, "has 3 weights; the network has 4 styles", "--style", "1,0,0")]
    [InlineData(2, "'velvet' is no weight of 0 or more, nor a style: flow, glass, ink, dots", "--style", "velvet")]
    [InlineData(2, "all weights are 0", "--style", "0,0,0,0")]
    [InlineData(2, "--grid shows all styles; leave out --style", "--style", "ink", "--grid")]
    [InlineData(3, "there is no sample 'velvet'; there are style-full", "--model", "sample:velvet")]
    [InlineData(3, "expected a picture, 1 × 3 × height × width", "--model", "sample:dish-calories")]
    public async Task Stylize_WhatCannotBe_IsRefused(int code, string message, params string[] arguments)
    {
        CliOutcome outcome = await CliHost.RunAsync(["stylize", PictureAt("landscape.png"), FileAt("out.png"), .. arguments]);

        outcome.Error.Should().Contain(message);
        outcome.Code.Should().Be(code);
        File.Exists(FileAt("out.png")).Should().BeFalse();
    }

    [Fact]
    public async Task Translate_OntoItself_IsRefused()
    {
        File.Copy(PictureAt("metal.png"), FileAt("metal.png"));

        CliOutcome outcome = await CliHost.RunAsync("translate", FileAt("metal.png"), FileAt("."));

        outcome.Code.Should().Be(3);
        outcome.Error.Should().Contain("is read and would be written over");
    }

    [Fact]
    public async Task Detect_PlainPicture_FindsNothing()
    {
        Picture.Write(FileAt("plain.png"), new Tensor<float>(new Shape(1, 3, 50, 60)).Map(_ => 128f), PictureOptions.Samples);

        CliOutcome outcome = await CliHost.RunAsync("detect", FileAt("plain.png"));

        outcome.Code.Should().Be(0, outcome.Error);
        outcome.Output.Should().Be("nothing was found\n");
    }

    private static string PictureAt(string name) => SampleFiles.PathOf("pictures", name);

    private static JsonElement[] Expected()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(SampleFiles.PathOf("expected", "dishes.json")));
        return [.. json.RootElement.Clone().EnumerateArray()];
    }

    private static async Task<JsonElement> Json(params string[] arguments)
    {
        CliOutcome outcome = await CliHost.RunAsync(arguments);
        outcome.Code.Should().Be(0, outcome.Error);
        using var json = JsonDocument.Parse(outcome.Output);
        return json.RootElement.Clone();
    }

    private static void SameBox(JsonElement actual, JsonElement expected, string classMember)
    {
        actual.GetProperty("class").GetInt32().Should().Be(expected.GetProperty(classMember).GetInt32());
        actual.GetProperty("score").GetDouble().Should().BeApproximately(expected.GetProperty("score").GetDouble(), 1e-4);
        foreach (string edge in (string[])["left", "top", "right", "bottom"]) actual.GetProperty(edge).GetInt32().Should().BeCloseTo(expected.GetProperty(edge).GetInt32(), 1, edge);
    }

    private static int Changed(string drawn)
    {
        Tensor<float> before = Picture.Read(PictureAt("dishes.png"), 1, PictureOptions.Samples), after = Picture.Read(drawn, 1, PictureOptions.Samples);
        return before.Values.Zip(after.Values, (a, b) => a == b ? 0 : 1).Sum();
    }

    private static async Task Makes(string expected, params string[] arguments)
    {
        CliOutcome outcome = await CliHost.RunAsync(arguments);
        outcome.Code.Should().Be(0, outcome.Error);
        Tensor<float> ours = Picture.Read(arguments[2], 3, PictureOptions.Samples), oracles = Picture.Read(SampleFiles.PathOf("expected", expected), 3, PictureOptions.Samples);
        ours.Shape.Should().Be(oracles.Shape);
        ours.Values.Zip(oracles.Values, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThanOrEqualTo(1);
        ours.Values.Zip(oracles.Values, (a, b) => a == b ? 0.0 : 1).Average().Should().BeLessThan(0.001);
    }
}
