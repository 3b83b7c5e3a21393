using System.Globalization;
using Google.Protobuf;
using RefCnn.Core;
using RefCnn.CoreML;
using RefCnn.CoreML.Schema.Mil;

namespace RefCnn.ConformanceTests.CoreMl;

/// <summary>Operations of programs on the values 1, 2, 3 …; every number is worked by hand.</summary>
public class OperationReadingTests
{
    [Theory]
    [InlineData("4", "relu6", "1 2 3 4")]
    [InlineData("4", "clip alpha=2.0 beta=3.0", "2 2 3 3")]
    [InlineData("4", "threshold alpha=2.5", "2.5 2.5 3 4")]
    [InlineData("4", "sigmoid_hard alpha=0.1 beta=0.25", "0.35 0.45 0.55 0.65")]
    [InlineData("4", "leaky_relu", "1 2 3 4")]
    [InlineData("4", "elu", "1 2 3 4")]
    [InlineData("4", "linear_activation alpha=2.0 beta=1.0", "3 5 7 9")]
    [InlineData("4", "clamped_relu beta=2.5", "1 2 2.5 2.5")]
    [InlineData("4", "scaled_tanh alpha=2.0 beta=0.5", "0.9242343 1.5231883 1.8102966 1.9280552")]
    [InlineData("4", "softsign", "0.5 0.6666667 0.75 0.8")]
    [InlineData("4", "thresholded_relu alpha=2.5", "0 0 3 4")]
    [InlineData("4", "square", "1 4 9 16")]
    [InlineData("4", "log epsilon=0.0", "0 0.6931472 1.0986123 1.3862944")]
    [InlineData("4", "log epsilon=1.0", "0.6931472 1.0986123 1.3862944 1.6094379")]
    [InlineData("4", "rsqrt epsilon=0.0", "1 0.7071068 0.5773503 0.5")]
    [InlineData("4", "inverse epsilon=1.0", "0.5 0.3333333 0.25 0.2")]
    [InlineData("4", "cast dtype='fp16'", "1 2 3 4")]
    [InlineData("4", "sub y=@x", "0 0 0 0")]
    [InlineData("4", "real_div y=2.0", "0.5 1 1.5 2")]
    [InlineData("4", "minimum y=2.0", "1 2 2 2")]
    [InlineData("4", "pow y=2.0", "1 4 9 16")]
    [InlineData("4", "softmax", "0.0320586 0.0871443 0.2368828 0.6439143")]
    [InlineData("2 2", "reduce_l1_norm axes=1", "3 7")]
    [InlineData("2 2", "reduce_sum_square axes=0 keep_dims=true", "10 20")]
    [InlineData("2 2", "reduce_prod", "24")]
    [InlineData("2 2", "reduce_l2_norm axes=-1", "2.236068 5")]
    [InlineData("1 1 2 2", "layer_norm axes=-1 epsilon=0.0", "-1 1 -1 1")]
    [InlineData("1 2", "layer_norm axes=-1 epsilon=0.0 gamma=2.0,3.0 beta=10.0,20.0", "8 23")]
    [InlineData("1 2", "layer_norm epsilon=0.0 gamma=2.0,3.0", "-2 3")]
    [InlineData("1 2 2", "l2_norm epsilon=0.0", "0.1825742 0.3651484 0.5477226 0.7302967")]
    [InlineData("1 1 2", "prelu alpha=0.5", "1 2")]
    [InlineData("2", "concat values=@x,@x axis=0", "1 2 1 2")]
    [InlineData("2 2", "matmul y=@x transpose_x=true", "10 14 14 20")]
    [InlineData("2 2", "matmul y=@x transpose_y=true", "5 11 11 25")]
    [InlineData("2 2", "slice_by_index begin=0,1 end=0,0 begin_mask=1,0 end_mask=1,0 squeeze_mask=0,1", "2 4")]
    [InlineData("4", "slice_by_index begin=-1 end=0 stride=-2 end_mask=1", "4 2")]
    [InlineData("2", "pad pad=1,0 constant_val=7.0", "7 1 2")]
    [InlineData("3", "pad pad=1,0 mode='reflect'", "2 1 2 3")]
    [InlineData("2", "pad pad=0,1 mode='replicate'", "1 2 2")]
    [InlineData("2", "tile reps=2", "1 2 1 2")]
    [InlineData("2 2", "reshape shape=0,-1", "1 2 3 4")]
    [InlineData("2 2", "transpose perm=-1,0", "1 3 2 4")]
    [InlineData("1 2", "squeeze", "1 2")]
    [InlineData("1 2", "squeeze axes=0", "1 2")]
    [InlineData("2", "expand_dims axes=-1", "1 2")]
    [InlineData("2 2", "flatten2d", "1 2 3 4")]
    [InlineData("1 4 1 1", "pixel_shuffle upscale_factor=2", "1 2 3 4")]
    [InlineData("1 1 2 2", "pixel_unshuffle downscale_factor=2", "1 2 3 4")]
    [InlineData("1 1 2 2", "space_to_depth block_size=2", "1 2 3 4")]
    [InlineData("1 1 1 2", "upsample_nearest_neighbor scale_factor_width=2.0", "1 1 2 2")]
    [InlineData("1 1 1 2", "upsample_bilinear scale_factor_width=2.0", "1 1.3333333 1.6666667 2")]
    [InlineData("1 1 1 2", "upsample_bilinear scale_factor_width=2.0 align_corners=false", "1 1.25 1.75 2")]
    [InlineData("1 1 1 2", "upsample_bilinear scale_factor_width=2.0 align_corners=false half_pixel_centers=false", "1 1.5 2 2")]
    [InlineData("1 1 1 2", "resize_bilinear target_size_width=3 sampling_mode='ALIGN_CORNERS'", "1 1.5 2")]
    [InlineData("1 1 1 2", "resize_bilinear target_size_width=3 sampling_mode='STRICT_ALIGN_CORNERS'", "1 1.5 2")]
    [InlineData("1 1 1 2", "resize_bilinear target_size_width=4 sampling_mode='UNALIGN_CORNERS'", "1 1.25 1.75 2")]
    [InlineData("1 1 1 2", "resize_bilinear target_size_width=4", "1 1.5 2 2")]
    [InlineData("1 1 1 3", "max_pool kernel_sizes=1,2 strides=1,1 pad_type='same'", "2 3 3")]
    [InlineData("1 1 1 3", "max_pool kernel_sizes=1,2 strides=1,1 pad_type='same_lower'", "1 2 3")]
    [InlineData("1 1 1 3", "avg_pool kernel_sizes=1,2 strides=1,1 pad_type='custom' pad=0,0,1,0 exclude_padding_from_average=true", "1 1.5 2.5")]
    public void Read_Operation_Computes(string shape, string operation, string expected)
    {
        Network network = Sketch(shape, operation).Read().Network;
        float[] input = [.. Enumerable.Range(1, network.Shapes[0].Count).Select(value => (float)value)];

        double[] actual = CoreMlSketch.Run(network, input).Values, numbers = Numbers(expected);

        actual.Should().HaveCount(numbers.Length);
        for (int i = 0; i < numbers.Length; i++) actual[i].Should().BeApproximately(numbers[i], 2e-6);
    }

    [Theory]
    [InlineData("split axis=0", "3 4")]
    [InlineData("split axis=0 split_sizes=3,1", "4")]
    public void Read_Split_MakesEveryPart(string operation, string expected) =>
        CoreMlSketch.Run(new ProgramSketch([4], operation, "z", "y").Read().Network, 1, 2, 3, 4).Values.Should().Equal(Numbers(expected));

    [Theory]
    [InlineData("4", "erf", "is not supported")]
    [InlineData("4", "sub", "has no 'y'")]
    [InlineData("4", "softmax axis=3", "names axis 3 of 1")]
    [InlineData("4", "softmax axis='last'", "has no number for 'axis'")]
    [InlineData("4", "pad pad=1,1 mode=1", "has no text for 'mode'")]
    [InlineData("4", "pad pad=1,1 mode='mirror'", "has mode 'mirror', which is not known")]
    [InlineData("4", "pad pad=1,1,1", "has 3 amounts for 1 axes")]
    [InlineData("4", "pad", "has no 'pad'")]
    [InlineData("4", "tile reps=@x", "computes its parameter 'reps'; only constants are supported")]
    [InlineData("4", "concat values=@x interleave=true", "interleaves its inputs, which is not supported")]
    [InlineData("4", "split split_sizes=1", "splits an extent of 4 into 1, 1 values")]
    [InlineData("4", "slice_by_index begin=0", "has not 1 begins, ends and strides other than 0")]
    [InlineData("2 2", "slice_by_index begin=0,0 end=1,1 begin_mask=1", "has masks of 1, 2 and 2 axes; expected 2")]
    [InlineData("4", "reshape", "has no 'shape'")]
    [InlineData("4", "reshape shape=3,-1", "reshapes 4 to extents with no whole number for −1")]
    [InlineData("4", "matmul y=@x transpose_x=true", "transposes an operand of fewer than 2 dimensions")]
    [InlineData("4", "l2_norm", "reads a value of shape 4; expected rank 3 or more")]
    [InlineData("4", "space_to_depth block_size=2", "reads a value of shape 4; expected rank 4 (batch × channels × height × width)")]
    [InlineData("4", "upsample_bilinear", "reads a value of shape 4; expected height and width")]
    [InlineData("4", "max_pool kernel_sizes=1,1 pad_type='same'", "reads a value of shape 4; expected height and width")]
    [InlineData("1 1 2 2", "max_pool kernel_sizes=1,1 strides=0,1 pad_type='same'", "*stride*0×1*")]
    [InlineData("1 1 2 2", "max_pool kernel_sizes=1", "has not 2 numbers of 'kernel_sizes'; only planes are supported")]
    [InlineData("1 1 2 2", "max_pool kernel_sizes=1,1 pad_type='custom'", "has pad_type 'custom' and not 4 amounts of padding")]
    [InlineData("1 1 2 2", "conv weight=1.0", "has weights of shape *; expected rank 4")]
    [InlineData("1 1 2 2", "conv_transpose weight=1.0 pad_type='same'", "crops by a rule; only valid and custom padding are supported")]
    [InlineData("1 1 2 2", "resize_bilinear sampling_mode='ALIGN_CORNERS'", "samples by ALIGN_CORNERS, which is not supported")]
    [InlineData("1 1 2 2", "classify", "makes 1 values; expected the class and the probabilities")]
    [InlineData("4", "add y=@ghost", null)]
    public void Read_OperationThatCannotBe_IsRefusedByItsName(string shape, string operation, string? reason)
    {
        string message = reason is null ? "sketch.mlpackage: 'ghost' is read, and nothing before makes it" : $"sketch.mlpackage: operation 'y' ({operation.Split(' ')[0]}) {reason}";

        FluentActions.Invoking(Sketch(shape, operation).Read).Should().Throw<CoreMlException>().WithMessage(message);
    }

    [Fact]
    public void Read_ConstantsOfEveryType_AreNumbers()
    {
        ByteString Raw(params byte[] bytes) => ByteString.CopyFrom(bytes);
        (DataType Type, TensorValue Value)[] values =
        [
            (DataType.Float32, new TensorValue { Floats = new TensorValue.Types.RepeatedFloats { Values = { 2 } } }),
            (DataType.Int32, new TensorValue { Ints = new TensorValue.Types.RepeatedInts { Values = { 2 } } }),
            (DataType.Int64, new TensorValue { LongInts = new TensorValue.Types.RepeatedLongInts { Values = { 2 } } }),
            (DataType.Float64, new TensorValue { Doubles = new TensorValue.Types.RepeatedDoubles { Values = { 2 } } }),
            (DataType.Uint8, new TensorValue { Bytes = new TensorValue.Types.RepeatedBytes { Values = Raw(2) } }),
            (DataType.Int8, new TensorValue { Bytes = new TensorValue.Types.RepeatedBytes { Values = Raw(2) } }),
            (DataType.Uint32, new TensorValue { Bytes = new TensorValue.Types.RepeatedBytes { Values = Raw(2, 0, 0, 0) } }),
            (DataType.Float16, new TensorValue { Bytes = new TensorValue.Types.RepeatedBytes { Values = Raw(0, 0x40) } }),
            (DataType.Float32, new TensorValue { Bytes = new TensorValue.Types.RepeatedBytes { Values = Raw(0, 0, 0, 0x40) } }),
        ];
        foreach ((DataType type, TensorValue value) in values)
            CoreMlSketch.Run(Multiplied(ProgramSketch.ValueOf(type, value)).Read().Network, 3).Values.Should().Equal([6], "{0}", type);
    }

    [Theory]
    [InlineData("no tensor", "constant 'given in place' is no tensor")]
    [InlineData("open", "constant 'given in place' has an extent that is not known")]
    [InlineData("nothing", "constant 'given in place' has no value")]
    [InlineData("empty", "constant 'given in place' has no value")]
    [InlineData("two", "constant 'given in place' has 2 values; its type scalar has 1")]
    [InlineData("int64 in bytes", "constant 'given in place' has element type 0, which is not supported")]
    [InlineData("blob", "weight.bin is missing, or not of version 2")]
    public void Read_ConstantThatCannotBe_IsRefused(string fault, string reason)
    {
        var two = new TensorValue { Ints = new TensorValue.Types.RepeatedInts { Values = { 1, 2 } } };
        Value value = fault switch
        {
            "no tensor" => new Value(),
            "nothing" => new Value { Type = ProgramSketch.TypeOf(DataType.Int32) },
            "empty" => ProgramSketch.ValueOf(DataType.Int32, new TensorValue()),
            "int64 in bytes" => ProgramSketch.ValueOf(DataType.Int64, new TensorValue { Bytes = new TensorValue.Types.RepeatedBytes { Values = ByteString.CopyFrom(new byte[8]) } }),
            "blob" => new Value { Type = ProgramSketch.TypeOf(DataType.Float32), BlobFileValue = new Value.Types.BlobFileValue { Offset = 64 } },
            _ => ProgramSketch.ValueOf(DataType.Int32, two),
        };
        if (fault == "open") value.Type.TensorType.Dimensions.Add(new Dimension());

        FluentActions.Invoking(Multiplied(value).Read).Should().Throw<CoreMlException>().WithMessage($"sketch.mlpackage: *{reason}*");
    }

    [Fact]
    public void Read_ProgramWithoutWhatItNeeds_IsRefused()
    {
        void Refused(Action<ProgramSketch> damage, string reason)
        {
            ProgramSketch sketch = Sketch("4", "relu6");
            damage(sketch);
            FluentActions.Invoking(sketch.Read).Should().Throw<CoreMlException>().WithMessage($"sketch.mlpackage: {reason}");
        }

        Refused(sketch => sketch.Model.MlProgram.Functions.Remove("main"), "the program has no function 'main', but *");
        Refused(sketch => sketch.Function.Opset = "CoreML9", "function 'main' has no block for its own operation set 'CoreML9'");
        Refused(sketch => sketch.Function.Inputs[0].Type = null, "input 'x' is no tensor");
        Refused(sketch => sketch.Function.Inputs[0].Type.TensorType.Dimensions[0] = new Dimension(), "input 'x' has an open shape, and the description no default of 1 dimensions");
        Refused(sketch => sketch.Operation.Outputs.Clear(), "an operation (relu6) makes nothing");
        Refused(sketch => sketch.Operation.Type = "const", "a const has no value, or no name");
        Refused(sketch => (sketch.Operation.Type, sketch.Operation.Inputs["x"]) = ("constexpr_cast", new Argument()), "operation 'y' (constexpr_cast) has no constant 'source_val'");
        Refused(sketch => { sketch.Operation.Type = "constexpr_cast"; sketch.Operation.Outputs.Add(new NamedValueType()); }, "operation 'y' (constexpr_cast) makes 2 values; expected 1");
    }

    // The parameters of a compressed weight are inputs from CoreML8 on, and may name constants.
    [Fact]
    public void Read_CompressedWeightWithInputs_ReadsThem()
    {
        ProgramSketch sketch = Sketch("1", "mul y=@w");
        var source = new Operation { Type = "const", Outputs = { new NamedValueType { Name = "s" } } };
        source.Attributes["val"] = ProgramSketch.ValueOf(DataType.Float32, new TensorValue { Floats = new TensorValue.Types.RepeatedFloats { Values = { 3 } } }, 1);
        var weight = new Operation { Type = "constexpr_cast", Outputs = { new NamedValueType { Name = "w" } } };
        weight.Inputs["source_val"] = new Argument { Arguments = { new Argument.Types.Binding { Name = "s" } } };
        Block block = sketch.Function.BlockSpecializations["CoreML5"];
        block.Operations.Insert(0, weight);
        block.Operations.Insert(0, source);

        CoreMlSketch.Run(sketch.Read().Network, 2).Values.Should().Equal(6);
    }

    private static ProgramSketch Sketch(string shape, string operation) => new([.. shape.Split(' ').Select(extent => int.Parse(extent, CultureInfo.InvariantCulture))], operation, "y");

    private static ProgramSketch Multiplied(Value factor)
    {
        ProgramSketch sketch = Sketch("1", "mul");
        sketch.Operation.Inputs["y"] = new Argument { Arguments = { new Argument.Types.Binding { Value = factor } } };
        return sketch;
    }

    private static double[] Numbers(string text) => [.. text.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
}
