using System.Buffers.Binary;
using Google.Protobuf;
using RefCnn.ConformanceTests.Cli;
using RefCnn.ConformanceTests.Torch7;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.Formats;
using RefCnn.Formats.Neutral;
using RefCnn.Formats.Onnx.Schema;
using RefCnn.Pictures;
using RefCnn.Serialization;
using SkiaSharp;
using Module = RefCnn.ConformanceTests.Torch7.TorchSketch.Module;
using PictureFile = RefCnn.Pictures.Picture;

namespace RefCnn.ConformanceTests.Hostile;

/// <summary>Files that were made to hurt.</summary>
public class HostileFileTests : TemporaryFolder
{
    private static readonly Shape Picture = new(1, 1, 2, 2);

    [Fact]
    public void Torch7_ModuleThatContainsItself_IsRefused()
    {
        Module module = Module.Containing("Sequential");
        ((Dictionary<object, object?>)module.Members["modules"]!)[1.0] = module;

        Loading(module).Should().Throw<ModelFormatException>().WithMessage("*is nested more than 256 deep*");
    }

    [Theory]
    [InlineData("Sequential", "Sequential")]
    [InlineData("ConcatTable", "FlattenTable")]
    public void Torch7_SharedModulesThatStandForEndlessOnes_AreRefused(string container, string innermost)
    {
        Module module = innermost == "Sequential" ? Module.Containing(innermost) : Module.Of(innermost);
        for (int i = 0; i < 30; i++) module = Module.Containing("Sequential", Module.Containing(container, module, module));

        Loading(module).Should().Throw<RefCnnException>().WithMessage("*modules are applied*expected at most 100000*");
    }

    [Fact]
    public void Torch7_FileBeyondWhatIsReadAsAWhole_SaysSo()
    {
        using (FileStream stream = File.Create(FileAt("m.t7"))) stream.SetLength(3L << 30);

        FluentActions.Invoking(() => ModelFormats.Load(FileAt("m.t7"), new ImportOptions())).Should().Throw<RefCnnException>().WithMessage("*m.t7: has 3221225472 bytes; expected at most 2147483591, for it is read as a whole*");
    }

    // Object headers go on elsewhere: the one of the file (its message at byte 112) goes on where it began, for ever.
    [Fact]
    public void Keras_HeaderThatGoesOnInACircle_IsRefused()
    {
        byte[] file = File.ReadAllBytes(Fixture.PathOf("keras1.h5"));
        file.AsSpan(112, 4).ToArray().Should().Equal(0x10, 0, 0x10, 0);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(120), 112);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(128), 24);
        File.WriteAllBytes(FileAt("m.h5"), file);

        FluentActions.Invoking(() => ModelFormats.Load(FileAt("m.h5"), new ImportOptions())).Should().Throw<ModelFormatException>().WithMessage("*m.h5*point at each other in a circle*");
    }

    [Theory]
    [InlineData("ConstantOfShape", "shape", 16384L, 16384L)]
    [InlineData("Tile", "one repeats", 268435456L)]
    [InlineData("Expand", "one shape", 16384L, 16384L)]
    [InlineData("Range", "zero shape one")]
    public void Onnx_FewBytesThatAskForAGigabyteAtImport_AreRefusedBeforeItIsTaken(string kind, string inputs, params long[] extents)
    {
        var model = new ModelProto { Graph = new GraphProto(), OpsetImport = { new OperatorSetIdProto { Version = 13 } } };
        void Give(string name, TensorProto.Types.DataType element, long[] dims, params long[] values) => model.Graph.Initializer.Add(new TensorProto { Name = name, DataType = element, Dims = { dims }, Int64Data = { values } });
        Give("one", TensorProto.Types.DataType.Int64, kind == "Range" ? [] : [1], 1);
        Give("zero", TensorProto.Types.DataType.Int64, [], 0);
        Give("shape", TensorProto.Types.DataType.Int64, kind == "Range" ? [] : [2], kind == "Range" ? [268435456L] : extents.Length == 2 ? extents : [1, 1]);
        if (kind == "Tile") Give("repeats", TensorProto.Types.DataType.Int64, [1], extents);
        model.Graph.Node.Add(new NodeProto { OpType = kind, Name = "bomb", Input = { inputs.Split(' ') }, Output = { "y" } });
        model.Graph.Output.Add(new ValueInfoProto { Name = "y" });
        File.WriteAllBytes(FileAt("m.onnx"), model.ToByteArray());
        long before = GC.GetAllocatedBytesForCurrentThread();

        FluentActions.Invoking(() => ModelFormats.Load(FileAt("m.onnx"), new ImportOptions())).Should().Throw<ModelFormatException>().WithMessage("*node 'bomb' *values that are computed at import take*--limit expansion*");

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(64 << 20);
    }

    [Fact]
    public void Onnx_OneExternalFileReadAThousandTimes_IsRefused()
    {
        File.WriteAllBytes(FileAt("w.bin"), new byte[4 << 20]);
        var model = new ModelProto { Graph = new GraphProto(), OpsetImport = { new OperatorSetIdProto { Version = 13 } } };
        for (int i = 0; i < 1025; i++)
        {
            model.Graph.Initializer.Add(new TensorProto
            {
                Name = $"w{i}",
                DataType = TensorProto.Types.DataType.Float,
                Dims = { 1 << 20 },
                DataLocation = TensorProto.Types.DataLocation.External,
                ExternalData = { new StringStringEntryProto { Key = "location", Value = "w.bin" } },
            });
        }

        File.WriteAllBytes(FileAt("m.onnx"), model.ToByteArray());
        using IDisposable scope = Limits.Use(Limits.Current with { Parameters = 1 << 22 });

        FluentActions.Invoking(() => ModelFormats.Load(FileAt("m.onnx"), new ImportOptions())).Should().Throw<ModelFormatException>().WithMessage("*m.onnx: *initialisers and constants have 5242880 values; expected at most 4194304*");
    }

    [Fact]
    public void Message_WithAStrangersControlCharacters_IsOneHarmlessLine() =>
        new RefCnnException("node 'a\nb\u001b[2Jc' is wrong").Message.Should().Be("node 'a b [2Jc' is wrong");

    [Fact]
    public void Network_MoreNodesThanTheLimit_IsRefused()
    {
        using IDisposable scope = Limits.Use(Limits.Current with { Nodes = 3 });
        var builder = new NetworkBuilder("long");
        int x = builder.Input("x", new Shape(1));
        for (int i = 0; i < 2; i++) x = builder.Add($"n{i}", new Relu(), x);

        FluentActions.Invoking(() => builder.Add("n2", new Relu(), x)).Should().Throw<NetworkException>().WithMessage("node #3 (relu): the network has 4 nodes or more; expected at most 3 (--limit nodes=N*");
    }

    [Fact]
    public void Network_MoreParametersThanTheLimitInAll_IsRefused()
    {
        using IDisposable scope = Limits.Use(Limits.Current with { Parameters = 7 });
        var builder = new NetworkBuilder("heavy");
        builder.Add("first", new Constant(new Tensor<float>(new Shape(4))));

        FluentActions.Invoking(() => builder.Add("second", new Constant(new Tensor<float>(new Shape(4))))).Should().Throw<NetworkException>().WithMessage("*8 parameters or more; expected at most 7*");
    }

    [Fact]
    public void Shape_MoreElementsThanTheLimit_IsRefusedWithoutOverflow()
    {
        FluentActions.Invoking(() => new Shape(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue)).Should().Throw<RefCnnException>().WithMessage("*more than 268435456 elements*");
        FluentActions.Invoking(() => new Shape(0, int.MaxValue, int.MaxValue)).Should().Throw<RefCnnException>("extents beside a zero are multiplied too");
    }

    [Fact]
    public void Picture_MorePixelsThanTheLimit_IsRefusedBeforeItIsDecoded()
    {
        PictureFile.Write(FileAt("p.png"), new Tensor<float>(new Shape(1, 1, 20, 30)), new PictureOptions());
        using IDisposable scope = Limits.Use(Limits.Current with { Pixels = 599 });

        FluentActions.Invoking(() => PictureFile.Read(FileAt("p.png"), 1, new PictureOptions())).Should().Throw<RefCnnException>().WithMessage("*p.png: has 600 pixels; expected at most 599*");
    }

    // 4096×4096 pixels are as many as the limit of expansion does not look at; a plain picture of them is 260 KB.
    [Fact]
    public void Picture_OfMostPixelsInFewBytes_TakesLittleMoreThanItsTensor()
    {
        using (var plain = new SKBitmap(4096, 4096, SKColorType.Gray8, SKAlphaType.Opaque))
        using (FileStream file = File.Create(FileAt("p.jpg")))
            plain.Encode(file, SKEncodedImageFormat.Jpeg, 50);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Tensor<float> picture = PictureFile.Read(FileAt("p.jpg"), 3, new PictureOptions());

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(((long)picture.Count * sizeof(float)) + (1 << 20));
    }

    // Each goes over the whole picture, and a scan that adds nothing takes 30 bytes.
    [Fact]
    public void Picture_OfManyScans_IsRefusedBeforeItIsDecoded()
    {
        PictureFile.Write(FileAt("p.jpg"), new Tensor<float>(new Shape(1, 1, 8, 8)), new PictureOptions());
        byte[] whole = File.ReadAllBytes(FileAt("p.jpg"));
        int scan = whole.AsSpan().IndexOf([(byte)0xFF, (byte)0xDA]);
        File.WriteAllBytes(FileAt("p.jpg"), [.. whole[..scan], .. Enumerable.Repeat(whole[scan..^2], 33).SelectMany(bytes => bytes), .. whole[^2..]]);

        FluentActions.Invoking(() => PictureFile.Read(FileAt("p.jpg"), 1, new PictureOptions())).Should().Throw<RefCnnException>().WithMessage("*p.jpg: has 33 scans; expected at most 32*");
    }

    [Fact]
    public void File_LargerThanTheLimit_IsRefusedUnread()
    {
        NpyFile.Write(FileAt("x.npy"), NpyArray.Of(new Tensor<float>(new Shape(100))));
        using IDisposable scope = Limits.Use(Limits.Current with { FileBytes = 99 });

        FluentActions.Invoking(() => NpyFile.Read(FileAt("x.npy"))).Should().Throw<RefCnnException>().WithMessage("*x.npy: has 528 bytes; expected at most 99*");
    }

    [Fact]
    public void NetworkFile_WeightsThatAreALinkOutOfTheFolder_AreRefused()
    {
        string inner = Directory.CreateDirectory(FileAt("model")).FullName;
        NetworkFile.Save(Dense(), Path.Combine(inner, "net.json"));
        File.Move(Path.Combine(inner, "net.npz"), FileAt("outside.npz"));
        File.CreateSymbolicLink(Path.Combine(inner, "net.npz"), FileAt("outside.npz"));

        FluentActions.Invoking(() => ModelFormats.Load(Path.Combine(inner, "net.json"), new ImportOptions())).Should().Throw<ModelFormatException>().WithMessage("*net.json: names 'net.npz', a link that leads out of its folder*");
    }

    [Fact]
    public async Task CommandLine_Limit_IsAppliedAndNamed()
    {
        NetworkFile.Save(Dense(), FileAt("net.json"));

        CliOutcome refused = await CliHost.RunAsync("inspect", "--model", FileAt("net.json"), "--limit", "nodes=1");
        CliOutcome accepted = await CliHost.RunAsync("inspect", "--model", FileAt("net.json"), "--limit", "nodes=2", "--limit", "parameters=4");

        refused.Code.Should().Be(3);
        refused.Error.Should().Contain("net.json").And.Contain("expected at most 1 (--limit nodes=N sets another limit)");
        accepted.Code.Should().Be(0, accepted.Error);
    }

    [Theory]
    [InlineData("nodes=0")]
    [InlineData("nodes")]
    [InlineData("knots=5")]
    public async Task CommandLine_LimitThatIsNone_IsAUsageError(string limit)
    {
        CliOutcome outcome = await CliHost.RunAsync("inspect", "--model", "m.onnx", "--limit", limit);

        outcome.Code.Should().Be(2);
        outcome.ErrorLines[0].Should().Contain($"--limit '{limit}': expected NAME=N");
    }

    [Fact]
    public void SecurityPage_ListsEveryLimitWithItsDefault()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "security.md"));

        Limits.Names.Should().OnlyContain(name => page.Contains($"| {name} | {Limits.Default[name]} |"));
    }

    private static Network Dense()
    {
        var builder = new NetworkBuilder("net");
        builder.Output("y", builder.Add("dense", new Dense(new Tensor<float>(new Shape(2, 2))), builder.Input("x", new Shape(1, 2))));
        return builder.Build();
    }

    private Action Loading(Module module) => () =>
    {
        File.WriteAllBytes(FileAt("m.t7"), TorchSketch.Write(module));
        ModelFormats.Load(FileAt("m.t7"), new ImportOptions(new Dictionary<string, Shape> { ["input"] = Picture }));
    };
}
