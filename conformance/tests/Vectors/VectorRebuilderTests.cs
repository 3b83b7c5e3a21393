using System.Text.Json.Nodes;
using RefCnn.Conformance;
using RefCnn.Core;
using RefCnn.Serialization;

namespace RefCnn.ConformanceTests.Vectors;

public sealed class VectorRebuilderTests : IDisposable
{
    private readonly VectorFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Rebuild_NewCase_WritesWhatTheLayerComputes()
    {
        string file = folder.Put(VectorFolder.Convolution);

        VectorRebuilder.Rebuild(folder.Vectors, [], check: false).Should().Equal(new VectorChange("conv2d/seeded", "has no golden numbers yet", Written: true));

        VectorCase vector = VectorReader.Read(file);
        float[] input = vector.Inputs[0].Values, weight = vector.Layer.Parameters[0].Value!.Values;
        Tensor<double> output = vector.Expected.Should().BeOfType<Expectation.Valid>().Which.Output;
        output.Shape.Should().Be(new Shape(1, 2, 3, 3));
        output[0, 0, 0, 0].Should().Be(0.5 + (input[0] * weight[0]) + (input[1] * weight[1]) + (input[3] * weight[2]) + (input[4] * weight[3]));
        output[0, 1, 2, 2].Should().Be(-0.25 + (input[8] * weight[4]));
    }

    [Fact]
    public void Rebuild_Again_ChangesNothing()
    {
        string file = folder.Put(VectorFolder.Convolution);
        VectorRebuilder.Rebuild(folder.Vectors, [], check: false);
        string text = File.ReadAllText(file);

        VectorRebuilder.Rebuild(folder.Vectors, [], check: false).Should().BeEmpty();
        VectorRebuilder.Rebuild(folder.Vectors, [], check: true).Should().BeEmpty();
        File.ReadAllText(file).Should().Be(text);
    }

    [Fact]
    public void Check_NewCase_WritesNothing()
    {
        string file = folder.Put(VectorFolder.Convolution), text = File.ReadAllText(file);

        VectorRebuilder.Rebuild(folder.Vectors, [], check: true).Should().Equal(new VectorChange("conv2d/seeded", "has no golden numbers yet", Written: false));

        File.ReadAllText(file).Should().Be(text);
        File.Exists(Path.ChangeExtension(file, ".npy")).Should().BeFalse();
    }

    [Fact]
    public void Check_OneBitOfASumChanged_IsFound()
    {
        string file = folder.Put(VectorFolder.Convolution);
        VectorRebuilder.Rebuild(folder.Vectors, [], check: false);
        Falsify(file, value => double.BitIncrement(value));

        VectorRebuilder.Rebuild(folder.Vectors, [], check: true).Should().ContainSingle().Which.What.Should().StartWith("value 4 is ").And.EndWith("more than 0 ulp away");
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Check_UlpsOfAConditionedKind_OnlyMoreThanOneIsFound(int ulps, bool found)
    {
        string file = folder.PutText("batch-norm/first", VectorScaffold.Create("batch-norm", "first"));
        VectorRebuilder.Rebuild(folder.Vectors, [], check: false);
        Falsify(file, value => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(value) + ulps));

        VectorRebuilder.Rebuild(folder.Vectors, [], check: true).Any(change => change.What.EndsWith("more than 1 ulp away", StringComparison.Ordinal)).Should().Be(found);
    }

    [Fact]
    public void Check_ChangedGoldenFile_IsFound()
    {
        string golden = Path.ChangeExtension(folder.Put(VectorFolder.Convolution), ".npy");
        VectorRebuilder.Rebuild(folder.Vectors, [], check: false);
        NpyFile.Write(golden, NpyArray.Of(new Tensor<double>(new Shape(1, 2, 3, 3))));

        VectorRebuilder.Rebuild(folder.Vectors, [], check: true).Should().ContainSingle().Which.What.Should().Be("seeded.npy is not the file that sha256 names");
    }

    [Fact]
    public void Rebuild_ChangedLayer_FollowsIt()
    {
        JsonObject vector = VectorFolder.Convolution;
        string file = folder.Put(vector);
        VectorRebuilder.Rebuild(folder.Vectors, [], check: false);
        JsonObject written = VectorFolder.Parse(File.ReadAllText(file));
        written["layer"]!["window"]!["padding"] = new JsonArray(0, 0, 0, 0);
        folder.Put(written);

        VectorRebuilder.Rebuild(folder.Vectors, [], check: false).Should().ContainSingle().Which.What.Should().Be("shape is 1×2×3×3; computed 1×2×2×2");
        VectorReader.Read(file).Expected.Should().BeOfType<Expectation.Valid>().Which.Output.Shape.Should().Be(new Shape(1, 2, 2, 2));
    }

    [Theory]
    [InlineData("C4", null)]
    [InlineData("C3", "is refused by C4 (input has 3 channels; expected 1 (1 per group × 1 groups) [conv2d C4]); expected C3")]
    public void Rebuild_Refusal_MustBeByTheRuleNamed(string rule, string? fault)
    {
        JsonObject vector = Refused(rule);
        vector["inputs"]![0]!["shape"] = new JsonArray(1, 3, 3, 3);
        folder.PutText("conv2d/seeded", vector.ToJsonString());

        string?[] found = [.. VectorRebuilder.Rebuild(folder.Vectors, [], check: false).Where(change => !change.Written).Select(change => change.What)];

        found.Should().Equal(fault is null ? [] : [fault]);
    }

    [Fact]
    public void Rebuild_RefusalThatDoesNotCome_IsFound()
    {
        folder.Put(Refused("C4"));

        VectorRebuilder.Rebuild(folder.Vectors, [], check: false).Should().Contain(new VectorChange("conv2d/seeded", "gives 1×2×3×3; expected to be refused by C4", Written: false));
    }

    [Fact]
    public void Rebuild_HandWorkedNumbers_AreNotTouched()
    {
        JsonObject vector = VectorFolder.Rectifier;
        vector["expected"]!["values"]![0] = 7.25;
        string file = folder.Put(vector);

        VectorRebuilder.Rebuild(folder.Vectors, [], check: false).Should().Equal(new VectorChange("relu/row", "is not written in the canonical format", Written: true));

        File.ReadAllText(file).Should().Contain("\"values\": [7.25, 0, 2.5, \"Infinity\", 3]");
    }

    [Fact]
    public void Rebuild_OneKind_LeavesOthersAlone()
    {
        folder.Put(VectorFolder.Rectifier);
        folder.Put(VectorFolder.Convolution);

        VectorRebuilder.Rebuild(folder.Vectors, ["relu"], check: false).Should().ContainSingle().Which.Id.Should().Be("relu/row");
    }

    private static JsonObject Refused(string rule)
    {
        JsonObject vector = VectorFolder.Convolution;
        vector.Remove("tier");
        vector["expected"] = new JsonObject { ["invalid"] = rule };
        return vector;
    }

    // Changes value 4 of a golden file and vouches for it in the vector.
    private void Falsify(string file, Func<double, double> change)
    {
        string golden = Path.ChangeExtension(file, ".npy");
        Tensor<double> output = NpyFile.Read(golden).ToDouble();
        output[4] = change(output[4]);
        NpyFile.Write(golden, NpyArray.Of(output));
        output[4].Should().NotBe(0, "the change would not be one of a last bit");
        JsonObject vector = VectorFolder.Parse(File.ReadAllText(file));
        vector["expected"]!["sha256"] = VectorReader.DigestOf(golden);
        folder.Put(vector);
    }
}
