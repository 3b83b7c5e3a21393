using System.Text.Json.Nodes;
using RefCnn.Conformance;
using RefCnn.Core;

namespace RefCnn.ConformanceTests.Vectors;

public sealed class VectorAdderTests : IDisposable
{
    private readonly VectorFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Add_ReferenceCase_ComputesAndPlacesIt()
    {
        VectorCase added = VectorAdder.Add(folder.PutLoose(VectorFolder.Convolution), folder.Vectors);

        added.Expected.Should().BeOfType<Expectation.Valid>();
        VectorSet.Load(folder.Vectors).Cases.Should().ContainSingle().Which.Id.Should().Be("conv2d/seeded");
        VectorRebuilder.Rebuild(folder.Vectors, [], check: true).Should().BeEmpty();
    }

    [Fact]
    public void Add_ExistingCase_IsRefusedAndKept()
    {
        string file = folder.Put(VectorFolder.Convolution), text = File.ReadAllText(file);

        Action add = () => VectorAdder.Add(folder.PutLoose(VectorFolder.Convolution), folder.Vectors);

        add.Should().Throw<RefCnnException>().WithMessage("*there is a case 'conv2d/seeded' already*");
        File.ReadAllText(file).Should().Be(text);
    }

    [Fact]
    public void Add_FaultyCase_LeavesNothingBehind()
    {
        JsonObject vector = VectorFolder.Convolution;
        vector["inputs"]![0]!["shape"] = new JsonArray(1, 2, 3, 3);

        Action add = () => VectorAdder.Add(folder.PutLoose(vector), folder.Vectors);

        add.Should().Throw<RefCnnException>().WithMessage("*the layer is refused: input has 2 channels*");
        Directory.GetFiles(folder.Vectors, "*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public void Add_RefusalThatDoesNotCome_LeavesNothingBehind()
    {
        JsonObject vector = VectorFolder.Convolution;
        vector.Remove("tier");
        vector["expected"] = new JsonObject { ["invalid"] = "C2" };

        Action add = () => VectorAdder.Add(folder.PutLoose(vector), folder.Vectors);

        add.Should().Throw<RefCnnException>().WithMessage("*conv2d/seeded gives 1×2×3×3; expected to be refused by C2");
        Directory.GetFiles(folder.Vectors, "*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Theory]
    [InlineData("conv2d/../../escape")]
    [InlineData("conv2d")]
    [InlineData("conv3d/case")]
    [InlineData("conv2d/Case")]
    public void Add_IdentifierThatIsNoPlace_IsRefused(string id)
    {
        JsonObject vector = VectorFolder.Convolution;
        vector["id"] = id;

        Action add = () => VectorAdder.Add(folder.PutLoose(vector), folder.Vectors);

        add.Should().Throw<RefCnnException>();
        Directory.GetFiles(folder.Vectors, "*", SearchOption.AllDirectories).Should().BeEmpty();
    }
}
