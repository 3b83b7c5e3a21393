using System.Text.Json.Nodes;
using RefCnn.Conformance;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.ConformanceTests.Vectors;

public sealed class VectorReaderTests : IDisposable
{
    private readonly VectorFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_HandWorkedCase_HasItsNumbers()
    {
        VectorCase vector = VectorReader.Read(folder.Put(VectorFolder.Rectifier));

        vector.Id.Should().Be("relu/row");
        vector.Tier.Should().Be(Tier.Exact);
        vector.Source.Kind.Should().Be(SourceKind.HandWorked);
        vector.Layer.Should().BeOfType<Relu>();
        vector.Inputs.Single().Values.Should().Equal(-1.5f, -0f, 2.5f, float.PositiveInfinity, 3);
        float.IsNegative(vector.Inputs[0][1]).Should().BeTrue();
        vector.Expected.Should().BeOfType<Expectation.Valid>().Which.Output.Values.Should().Equal(0, 0, 2.5, double.PositiveInfinity, 3);
    }

    [Theory]
    [InlineData("extra", "1", "$: a vector has an unknown member 'extra'")]
    [InlineData("comment", "null", "$.comment: expected a text; found null")]
    [InlineData("id", "'relu/other'", "$.id: is 'relu/other'; expected 'relu/row', the file's place")]
    [InlineData("tier", "'close'", "$.tier: is 'close'; expected exact or bounded")]
    [InlineData("flags", "[1]", "$.flags[0]: expected the name of a flag")]
    [InlineData("source", "{'kind':'hearsay'}", "$.source.kind: is 'hearsay'; expected hand-worked, external or reference")]
    [InlineData("source", "{'kind':'external','page':3}", "$.source: 'source' has an unknown member 'page'")]
    [InlineData("source", "{'kind':'external','rounding':-1}", "$.source.rounding: is -1; expected 0 or more")]
    [InlineData("layer", "{'kind':'softmax2'}", "$.layer: unknown layer kind 'softmax2'")]
    [InlineData("layer", "{'kind':'clip'}", "$.layer.kind: is 'clip'; expected the kind that the identifier 'relu/row' names")]
    [InlineData("inputs", "[{'shape':[2],'values':[1,2,3]}]", "$.inputs[0]: a tensor of 2 has 3 values; expected 2")]
    [InlineData("inputs", "[{'shape':[2],'values':[1,2],'fill':1}]", "$.inputs[0]: a tensor has values and fill; expected exactly one of values, seeded, fullMantissa, fill")]
    [InlineData("inputs", "[{'shape':[2]}]", "$.inputs[0]: a tensor has no values; expected exactly one of")]
    [InlineData("inputs", "[{'shape':[2],'values':[1,1e39]}]", "$.inputs[0]: values[1]: expected a number that float32 holds")]
    [InlineData("inputs", "[{'shape':[2],'fill':1,'dtype':'f4'}]", "$.inputs[0]: a tensor has an unknown member 'dtype'")]
    [InlineData("inputs", "[{'shape':[2],'seeded':{'name':'x','limit':2000,'exponent':0}}]", "limit is 2000; expected 1 to 1024")]
    [InlineData("inputs", "[{'shape':[2],'seeded':{'name':'x','limit':2,'exponent':0,'scale':2}}]", "'seeded' has an unknown member 'scale'")]
    [InlineData("expected", "{'shape':[5],'values':[1]}", "$.expected.values: has 1 values; expected 5 for 5")]
    [InlineData("expected", "{'shape':[-1],'values':[1]}", "$.expected.shape: ")]
    [InlineData("expected", "{'invalid':'N3'}", "$.expected.invalid: is 'N3'; expected a constraint's label")]
    [InlineData("expected", "{'invalid':'C1'}", "$.tier: a case that must be refused has no tier")]
    [InlineData("expected", "{'rebuild':true}", "$.expected: hand-worked and external numbers are written as 'values'")]
    public void Read_FaultyMember_NamesFileAndPath(string member, string json, string message)
    {
        JsonObject vector = VectorFolder.Rectifier;
        vector[member] = JsonNode.Parse(json.Replace('\'', '"'));
        string file = folder.PutText("relu/row", vector.ToJsonString());

        Action read = () => VectorReader.Read(file);

        read.Should().Throw<RefCnnException>().Which.Message.Should().StartWith($"{file}: $").And.Contain(message).And.NotContain("\n");
    }

    [Theory]
    [InlineData("{ \"id\": \"relu/row\", // note\n }")]
    [InlineData("{ \"id\": \"relu/row\", }")]
    [InlineData("{ \"id\": \"relu/row\", \"id\": \"relu/row\" }")]
    [InlineData("")]
    [InlineData("[]")]
    public void Read_NotStrictJson_NamesFile(string text)
    {
        string file = folder.PutText("relu/row", text);

        Action read = () => VectorReader.Read(file);

        read.Should().Throw<RefCnnException>().Which.Message.Should().StartWith($"{file}: ").And.NotContain("\n");
    }

    [Fact]
    public void Read_UnknownLayerMember_NamesIt()
    {
        JsonObject vector = VectorFolder.Convolution;
        vector["layer"]!["grups"] = 2;

        Action read = () => VectorReader.Read(folder.Put(vector));

        read.Should().Throw<RefCnnException>().WithMessage("*: $.layer: a conv2d has no 'grups'; it has window, weight, bias, groups");
    }

    [Fact]
    public void Load_CaseToBeRebuilt_SaysHow()
    {
        folder.Put(VectorFolder.Convolution);

        Action load = () => VectorSet.Load(folder.Vectors);

        load.Should().Throw<RefCnnException>().WithMessage("*seeded.json: $.expected: its numbers are not computed yet; run `refcnn vectors rebuild conv2d`");
    }

    [Fact]
    public void Load_ChangedGoldenFile_IsRefused()
    {
        string file = folder.Put(VectorFolder.Convolution), golden = Path.ChangeExtension(file, ".npy");
        VectorRebuilder.Rebuild(folder.Vectors, [], check: false);
        byte[] bytes = File.ReadAllBytes(golden);
        bytes[^1] ^= 1;
        File.WriteAllBytes(golden, bytes);

        Action load = () => VectorSet.Load(folder.Vectors);

        load.Should().Throw<RefCnnException>().WithMessage($"{file}: $.expected.sha256: seeded.npy has *; expected *");
    }

    [Fact]
    public void Load_MissingGoldenFile_IsRefused()
    {
        string file = folder.Put(VectorFolder.Convolution);
        VectorRebuilder.Rebuild(folder.Vectors, [], check: false);
        File.Delete(Path.ChangeExtension(file, ".npy"));

        Action load = () => VectorSet.Load(folder.Vectors);

        load.Should().Throw<RefCnnException>().WithMessage($"{file}: $.expected.file: seeded.npy is missing; *");
    }

    [Fact]
    public void Load_SeveralKinds_SortsAndFindsThem()
    {
        folder.Put(VectorFolder.Rectifier);
        folder.Put(VectorFolder.Convolution);
        VectorRebuilder.Rebuild(folder.Vectors, [], check: false);

        VectorSet set = VectorSet.Load(folder.Vectors);

        set.Cases.Select(vector => vector.Id).Should().Equal("conv2d/seeded", "relu/row");
        set.Find("relu/row").Should().BeSameAs(set.Cases[1]);
        set.Find("relu/rows").Should().BeNull();
        set.OfKind("conv2d").Should().Equal(set.Cases[0]);
    }

    [Fact]
    public void Load_FolderThatIsNoKind_IsRefused()
    {
        Directory.CreateDirectory(Path.Combine(folder.Vectors, "layers", "conv3d"));

        Action load = () => VectorSet.Load(folder.Vectors);

        load.Should().Throw<RefCnnException>().WithMessage("*conv3d: unknown layer kind 'conv3d'*");
    }

    [Fact]
    public void Load_NoVectorDirectory_IsRefused()
    {
        Action load = () => VectorSet.Load(folder.Pages);

        load.Should().Throw<RefCnnException>().WithMessage("*has no folder 'layers'*");
    }
}
