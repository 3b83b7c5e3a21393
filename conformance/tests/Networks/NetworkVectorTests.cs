using NJsonSchema;
using RefCnn.Conformance;
using RefCnn.Conformance.Networks;
using RefCnn.ConformanceTests.Cli;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Networks;
using RefCnn.Serialization;

namespace RefCnn.ConformanceTests.Networks;

public sealed class NetworkVectorTests : TemporaryFolder
{
    public static TheoryData<string> Frozen => [.. Zoo.All.Select(network => network.Name)];

    [Theory]
    [MemberData(nameof(Frozen))]
    public async Task EveryNetwork_HasAVectorThatItsSchemaAccepts(string name)
    {
        string vectors = VectorFiles.FindDirectory();
        JsonSchema schema = await JsonSchema.FromFileAsync(Path.Combine(vectors, "schema", "network-vector.schema.json"));

        schema.Validate(await File.ReadAllTextAsync(Path.Combine(NetworkVectorFiles.DirectoryOf(vectors, name), "network.json"))).Should().BeEmpty();
        NetworkVectorFiles.Read(vectors, name).Name.Should().Be(name);
    }

    [Fact]
    public void FrozenNetworks_TakeAtMost20Megabytes() =>
        new DirectoryInfo(Path.Combine(VectorFiles.FindDirectory(), "networks")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length)
            .Should().BeLessThanOrEqualTo(20_000_000);

    [Fact]
    public void FrozenFolders_AreTheZoosNetworks() =>
        Directory.GetDirectories(Path.Combine(VectorFiles.FindDirectory(), "networks")).Select(Path.GetFileName).Should().BeEquivalentTo(Zoo.All.Select(network => network.Name));

    [Fact]
    public void WrittenVector_ReadsBackUnchanged()
    {
        NetworkVector made = Make();

        NetworkVectorFiles.Write(FileAt("."), made);

        NetworkVector read = NetworkVectorFiles.Read(FileAt("."), made.Name);
        NetworkVectorComparison.Differences(made, read).Should().BeEmpty();
        read.Outputs[0].Noise.Should().Equal(made.Outputs[0].Noise);
        read.Nodes[^1].Samples.Should().Equal(made.Nodes[^1].Samples);
    }

    [Fact]
    public void Vector_WithFewerSamplesThanItsDescription_IsRefused()
    {
        NetworkVector made = Make();
        NetworkVectorFiles.Write(FileAt("."), made);
        string samples = Path.Combine(NetworkVectorFiles.DirectoryOf(FileAt("."), made.Name), "samples.npy");
        NpyFile.Write(samples, NpyArray.Of(new Tensor<double>(new Shape(3))));

        FluentActions.Invoking(() => NetworkVectorFiles.Read(FileAt("."), made.Name)).Should().Throw<RefCnnException>().WithMessage("*samples.npy has*rebuild the vector*");
    }

    [Fact]
    public void Vector_WithAnUnknownMember_IsRefused()
    {
        NetworkVector made = Make();
        NetworkVectorFiles.Write(FileAt("."), made);
        string description = Path.Combine(NetworkVectorFiles.DirectoryOf(FileAt("."), made.Name), "network.json");
        File.WriteAllText(description, File.ReadAllText(description).Replace("\"parameters\"", "\"extra\": 1, \"parameters\"", StringComparison.Ordinal));

        FluentActions.Invoking(() => NetworkVectorFiles.Read(FileAt("."), made.Name)).Should().Throw<RefCnnException>().WithMessage("*network.json*extra*");
    }

    [Fact]
    public void Comparison_OfAChangedValue_NamesTheNode()
    {
        NetworkVector made = Make();
        NodeRecord last = made.Nodes[^1];
        NetworkVector changed = made with { Nodes = made.Nodes.SetItem(made.Nodes.Length - 1, last with { Samples = last.Samples.SetItem(1, last.Samples[1] + 1e-9) }) };

        NetworkVectorComparison.Differences(made, changed).Should().ContainSingle().Which.Should().StartWith("node 'softmax': value 1 is");
    }

    [Fact]
    public void Digest_IsAbsent_DownstreamOfATranscendentalFunction()
    {
        NetworkVector made = Make();

        made.Nodes.Single(node => node.Name == "conv").Sha256.Should().NotBeNull();
        made.Nodes.Single(node => node.Name == "softmax").Sha256.Should().BeNull();
    }

    [Fact]
    public void Samples_OfALargeTensor_IncludeTheCornersOfTheFirstAndLastChannel()
    {
        var shape = new Shape(1, 3, 40, 50);

        var indices = SampleIndices.Of("network", "node", shape, 256);

        indices.Should().HaveCount(256).And.BeInAscendingOrder().And.OnlyHaveUniqueItems();
        indices.Should().Contain([0, 49, 1950, 1999, 4000, 4049, 5950, 5999]);
    }

    private static NetworkVector Make()
    {
        var parameters = new SeededParameters("tiny");
        var builder = new NetworkBuilder("tiny");
        int image = builder.Input("image", new Shape(1, 2, 5, 5));
        int conv = builder.Add("conv", new Conv2D(Window2D.Of(3), parameters.Weight("conv/weight", new Shape(4, 2, 3, 3), 18)), image);
        builder.Output("softmax", builder.Add("softmax", new Softmax(1), conv));
        Network network = builder.Build();
        return new NetworkVectorMaker(network, "hand-made for this test").Make(SeededInputs.Of(network), threads: 1);
    }
}
