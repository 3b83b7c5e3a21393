using System.Globalization;
using Google.Protobuf;
using RefCnn.Core;
using RefCnn.CoreML;
using RefCnn.CoreML.Schema;

namespace RefCnn.ConformanceTests.CoreMl;

/// <summary>
/// Layers of neural networks, given in JSON, on the values 1, 2, 3 …; every number is worked by hand. A layer reads x and makes y where it does not say otherwise;
/// a shape in brackets is exact, others are of channels, height and width.
/// </summary>
public class LayerReadingTests
{
    [Theory]
    [InlineData("1 2 2", "'activation':{'scaledTanh':{'alpha':2,'beta':0.5}}", "0.9242343 1.5231883 1.8102966 1.9280552")]
    [InlineData("1 2 2", "'activation':{'softsign':{}}", "0.5 0.6666667 0.75 0.8")]
    [InlineData("1 2 2", "'activation':{'parametricSoftplus':{'alpha':{'floatValue':[2]},'beta':{'floatValue':[1]}}}", "2.6265234 4.2538560 6.0971747 8.0362998")]
    [InlineData("1 2 2", "'activation':{'linear':{'alpha':-1,'beta':5}}", "4 3 2 1")]
    [InlineData("1 2 2", "'clip':{'minVal':2,'maxVal':3}", "2 2 3 3")]
    [InlineData("1 2 2", "'clampedReLU':{'alpha':0.5,'beta':2.5}", "1 2 2.5 2.5")]
    [InlineData("1 2 2", "'tanh':{}", "0.7615942 0.9640276 0.9950548 0.9993293")]
    [InlineData("1 2 2", "'copy':{}", "1 2 3 4")]
    [InlineData("1 2 2", "'softmaxND':{'axis':-1}", "0.2689414 0.7310586 0.2689414 0.7310586")]
    [InlineData("1 2 2", "'unary':{'type':'SQRT'}", "1 1.4142136 1.7320508 2")]
    [InlineData("1 2 2", "'unary':{'type':'RSQRT','epsilon':1e-9}", "1 0.7071068 0.5773503 0.5")]
    [InlineData("1 2 2", "'unary':{'type':'POWER','alpha':2}", "1 4 9 16")]
    [InlineData("1 2 2", "'unary':{'type':'POWER','alpha':-1}", "1 0.5 0.3333333 0.25")]
    [InlineData("1 2 2", "'unary':{'type':'EXP','scale':-1}", "0.3678794 0.1353353 0.0497871 0.0183156")]
    [InlineData("1 2 2", "'unary':{'type':'LOG'}", "0 0.6931472 1.0986123 1.3862944")]
    [InlineData("1 2 2", "'unary':{'type':'ABS','shift':-3}", "2 1 0 1")]
    [InlineData("1 2 2", "'input':['x','x'],'subtractBroadcastable':{}", "0 0 0 0")]
    [InlineData("1 2 2", "'input':['x','x'],'divideBroadcastable':{}", "1 1 1 1")]
    [InlineData("1 2 2", "'input':['x','x'],'powBroadcastable':{}", "1 4 27 256")]
    [InlineData("1 2 2", "'input':['x','x','x'],'average':{}", "1 2 3 4")]
    [InlineData("1 2 2", "'input':['x','x','x'],'add':{}", "3 6 9 12")]
    [InlineData("1 2 2", "'add':{'alpha':5}", "6 7 8 9")]
    [InlineData("1 2 2", "'multiply':{'alpha':-2}", "-2 -4 -6 -8")]
    [InlineData("1 2 2", "'max':{}", "1 2 3 4")]
    [InlineData("1 2 2", "'input':['x','x'],'min':{}", "1 2 3 4")]
    [InlineData("1 2 2", "'scale':{'shapeScale':[1],'scale':{'floatValue':[2]}}", "2 4 6 8")]
    [InlineData("1 2 2", "'scale':{'shapeScale':[1],'scale':{'floatValue':[2]},'hasBias':true,'shapeBias':[1,2,2],'bias':{'floatValue':[9,8,7,6]}}", "11 12 13 14")]
    [InlineData("1 2 2", "'bias':{'shape':[1],'bias':{'floatValue':[2]}}", "3 4 5 6")]
    [InlineData("2 1 2", "'input':['x','x'],'dot':{}", "10 20")]
    [InlineData("2 1 2", "'input':['x','x'],'dot':{'cosineSimilarity':true}", "1 1")]
    [InlineData("1 1 1", "'loadConstant':{'shape':[1,1,2],'data':{'floatValue':[7,8]}}", "7 8")]
    [InlineData("[1]", "'loadConstant':{'shape':[1,1,2],'data':{'floatValue':[7,8]}}", "7 8")]
    [InlineData("[1]", "'loadConstantND':{'shape':[2],'data':{'floatValue':[7,8]}}", "7 8")]
    [InlineData("[2 2]", "'input':['x','x'],'batchedMatmul':{'transposeA':true}", "10 14 14 20")]
    [InlineData("[2 2]", "'input':['x','x'],'batchedMatmul':{'transposeB':true}", "5 11 11 25")]
    [InlineData("[2 2]", "'batchedMatmul':{'weightMatrixFirstDimension':2,'weightMatrixSecondDimension':1,'weights':{'floatValue':[1,10]}}", "21 43")]
    [InlineData("[2 2]", "'batchedMatmul':{'weightMatrixFirstDimension':2,'weightMatrixSecondDimension':1,'weights':{'floatValue':[1,10]},'hasBias':true,'bias':{'floatValue':[0.5]}}", "21.5 43.5")]
    [InlineData("1 2 2", "'mvn':{'normalizeVariance':true,'epsilon':1e-12}", "-1.3416408 -0.4472136 0.4472136 1.3416408")]
    [InlineData("2 1 2", "'mvn':{'acrossChannels':true}", "-1.5 -0.5 0.5 1.5")]
    [InlineData("2 1 2", "'l2normalize':{'epsilon':1e-12}", "0.1825742 0.3651484 0.5477226 0.7302967")]
    [InlineData("[2 2]", "'layerNormalization':{'normalizedShape':[2],'gamma':{'floatValue':[1,2]},'beta':{'floatValue':[0,10]}}", "-1 12 -1 12")]
    [InlineData("1 2 2", "'crop':{'cropAmounts':{'borderAmounts':[{'endEdgeSize':1},{'startEdgeSize':1}]}}", "2")]
    [InlineData("1 2 2", "'output':['r'],'loadConstant':{'shape':[1,1,1],'data':{'floatValue':[0]}}},{'input':['x','r'],'crop':{'offset':[1,0]}", "3")]
    [InlineData("1 1 2", "'padding':{'constant':{'value':7},'paddingAmounts':{'borderAmounts':[{},{'startEdgeSize':1}]}}", "7 1 2")]
    [InlineData("1 1 2", "'padding':{'replication':{},'paddingAmounts':{'borderAmounts':[{},{'endEdgeSize':1}]}}", "1 2 2")]
    [InlineData("[2 2]", "'constantPad':{'value':9,'padAmounts':[0,0,1,0]}", "9 1 2 9 3 4")]
    [InlineData("1 1 2", "'input':['x','x'],'concat':{}", "1 2 1 2")]
    [InlineData("[2 1]", "'input':['x','x'],'concatND':{'axis':-1}", "1 1 2 2")]
    [InlineData("2 1 2", "'output':['z','y'],'split':{'nOutputs':2}", "3 4")]
    [InlineData("[2 2]", "'output':['z','y'],'splitND':{'axis':-1,'numSplits':2}", "2 4")]
    [InlineData("[3]", "'output':['z','y'],'splitND':{'splitSizes':[1,2]}", "2 3")]
    [InlineData("3 1 1", "'slice':{'startIndex':0,'endIndex':3,'stride':2}", "1 3")]
    [InlineData("[2 2]", "'sliceStatic':{'beginIds':[0,1],'endIds':[0,2],'strides':[1,1],'beginMasks':[true,false],'endMasks':[true,false],'squeezeMasks':[false,true]}", "2 4")]
    [InlineData("[3]", "'sliceStatic':{'beginIds':[-1],'endIds':[-4],'strides':[-2],'endMasks':[true]}", "3 1")]
    [InlineData("[2 2]", "'reverse':{'reverseDim':[true,false]}", "3 4 1 2")]
    [InlineData("[2]", "'tile':{'reps':[2]}", "1 2 1 2")]
    [InlineData("[2]", "'broadcastToStatic':{'targetShape':[2,2]}", "1 2 1 2")]
    [InlineData("[4 1 1]", "'reorganizeData':{'mode':'PIXEL_SHUFFLE','blockSize':2}", "1 2 3 4")]
    [InlineData("1 2 2", "'reorganizeData':{'mode':'SPACE_TO_DEPTH','blockSize':2}", "1 2 3 4")]
    [InlineData("2 1 2", "'reduce':{'mode':'SUM','axis':'CHW'}", "10")]
    [InlineData("2 1 2", "'reduce':{'mode':'AVG','axis':'HW'}", "1.5 3.5")]
    [InlineData("2 1 2", "'reduce':{'mode':'PROD','axis':'C'}", "3 8")]
    [InlineData("2 1 2", "'reduce':{'mode':'SUMSQUARE','axis':'H'}", "1 4 9 16")]
    [InlineData("2 1 2", "'reduce':{'mode':'L1','axis':'W'}", "3 7")]
    [InlineData("2 1 2", "'reduce':{'mode':'L2','axis':'W'}", "2.236068 5")]
    [InlineData("2 1 2", "'reduce':{'mode':'MAX','axis':'C'}", "3 4")]
    [InlineData("2 1 2", "'reduce':{'mode':'MIN','axis':'C'}", "1 2")]
    [InlineData("[2 2]", "'reduceL1':{'axes':[0]}", "4 6")]
    [InlineData("[2 2]", "'reduceSumSquare':{'reduceAll':true}", "30")]
    [InlineData("1 1 2", "'upsample':{'fractionalScalingFactor':[1,1.5],'mode':'NN'}", "1 1 2")]
    [InlineData("1 1 2", "'upsample':{'scalingFactor':[1,2],'mode':'BILINEAR','linearUpsampleMode':'ALIGN_CORNERS_TRUE'}", "1 1.3333333 1.6666667 2")]
    [InlineData("1 1 2", "'upsample':{'scalingFactor':[1,2],'mode':'BILINEAR','linearUpsampleMode':'ALIGN_CORNERS_FALSE'}", "1 1.25 1.75 2")]
    [InlineData("1 1 2", "'resizeBilinear':{'targetSize':[1,3],'mode':{'samplingMethod':'ALIGN_ENDPOINTS_MODE'}}", "1 1.5 2")]
    [InlineData("1 1 2", "'resizeBilinear':{'targetSize':[1,3]}", "1 1.5 2")]
    [InlineData("2 1 2", "'reshape':{'targetShape':[1,2,2],'mode':'CHANNEL_LAST'}", "1 3 2 4")]
    [InlineData("2 1 2", "'reshape':{'targetShape':[1,4,1,1]}", "1 2 3 4")]
    [InlineData("2 1 2", "'permute':{'axis':[0,3,1,2]}", "1 3 2 4")]
    [InlineData("[2 2]", "'transpose':{'axes':[1,0]}", "1 3 2 4")]
    [InlineData("[1 2 1]", "'squeeze':{'squeezeAll':true}", "1 2")]
    [InlineData("[1 1]", "'squeeze':{'squeezeAll':true}", "1")]
    [InlineData("[1 2]", "'squeeze':{'axes':[0]}", "1 2")]
    [InlineData("[2]", "'expandDims':{'axes':[-1]}", "1 2")]
    [InlineData("[1 2 2]", "'flattenTo2D':{'axis':-1}", "1 2 3 4")]
    [InlineData("[2 2]", "'reshapeStatic':{'targetShape':[-1,1]}", "1 2 3 4")]
    [InlineData("[2 2]", "'rankPreservingReshape':{'targetShape':[0,-1]}", "1 2 3 4")]
    [InlineData("1 1 3", "'convolution':{'outputChannels':1,'kernelChannels':1,'kernelSize':[1,1],'stride':[1,2],'isDeconvolution':true,'valid':{},'outputShape':[1,6],'weights':{'floatValue':[1]}}", "1 0 2 0 3 0")]
    [InlineData("1 1 3", "'convolution':{'outputChannels':1,'kernelChannels':1,'kernelSize':[1,2],'isDeconvolution':true,'same':{'asymmetryMode':'TOP_LEFT_HEAVY'},'weights':{'floatValue':[1,10]}}", "12 23 30")]
    [InlineData("1 1 3", "'convolution':{'outputChannels':1,'kernelChannels':1,'kernelSize':[1,2],'isDeconvolution':true,'same':{},'weights':{'floatValue':[1,10]}}", "1 12 23")]
    public void Read_Layer_Computes(string shape, string layer, string expected)
    {
        CoreMlSketch sketch = Sketch(shape, layer);
        Network network = sketch.Read().Network;
        float[] input = [.. Enumerable.Range(1, network.Shapes[network.Inputs[0]].Count).Select(value => (float)value)];

        double[] actual = CoreMlSketch.Run(network, input).Values, numbers = [.. expected.Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];

        actual.Should().HaveCount(numbers.Length);
        for (int i = 0; i < numbers.Length; i++) actual[i].Should().BeApproximately(numbers[i], 2e-6 * Math.Max(1, Math.Abs(numbers[i])));
    }

    [Theory]
    [InlineData("1 1 1", "'activation':{}", "(Activation) has no activation")]
    [InlineData("1 1 1", "'activation':{'thresholdedReLU':{'alpha':'NaN'}}", "(Activation) drops values below NaN; expected a number")]
    [InlineData("[2 2]", "'softmax':{}", "(Softmax) reads a value of shape 2×2; expected rank 3 or more (channels, height, width last)")]
    [InlineData("1 1 1", "'softmaxND':{'axis':9}", "(SoftmaxND) names axis 9 of 4")]
    [InlineData("1 1 1", "'unary':{'type':99}", "(Unary) has the function 99, which is not known")]
    [InlineData("1 1 1", "'subtractBroadcastable':{}", "(SubtractBroadcastable) has 1 inputs; expected at least 2")]
    [InlineData("1 1 1", "'loadConstant':{'shape':[2,2]}", "(LoadConstant) has a shape of 2 numbers; expected 3")]
    [InlineData("1 1 1", "'bias':{'shape':[1]}", "(Bias) biases are missing")]
    [InlineData("1 1 1", "'bias':{'shape':[1],'bias':{}}", "(Bias) biases have no values; expected 1")]
    [InlineData("1 1 1", "'bias':{'shape':[1],'bias':{'int8RawValue':'AQ=='}}", "(Bias) biases are 8-bit for dynamic quantisation, which is not supported")]
    [InlineData("1 1 1", "'bias':{'shape':[1],'bias':{'float16Value':'AQ=='}}", "(Bias) biases have 1 bytes of float16; expected 2")]
    [InlineData("1 1 1", "'bias':{'shape':[1],'bias':{'rawValue':'AQ=='}}", "(Bias) biases are quantised to 0 bits; expected 1 to 8")]
    [InlineData("1 1 1", "'bias':{'shape':[1],'bias':{'rawValue':'AQ==','quantization':{'numberOfBits':8}}}", "(Bias) biases are quantised neither linearly nor by a look-up table")]
    [InlineData("1 1 1", "'bias':{'shape':[2,1,1],'bias':{'rawValue':'AQ==','quantization':{'numberOfBits':8}}}", "(Bias) biases have 1 bytes of 8-bit values; expected 2")]
    [InlineData("1 1 1", "'bias':{'shape':[1],'bias':{'rawValue':'AQ==','quantization':{'numberOfBits':1,'lookupTableQuantization':{'floatValue':[1]}}}}", "(Bias) biases have a look-up table of 1 values; expected 2")]
    [InlineData("1 1 1", "'bias':{'shape':[1],'bias':{'rawValue':'AQ==','quantization':{'numberOfBits':8,'linearQuantization':{'scale':[1,2]}}}}", "(Bias) biases have 2 scales or biases; expected 1 or 1")]
    [InlineData("[2]", "'input':['x','x'],'batchedMatmul':{'transposeA':true}", "(BatchedMatmul) transposes an input of fewer than 2 dimensions")]
    [InlineData("1 1 1", "'input':['x','x'],'convolution':{}", "(Convolution) takes its weights from a second input, which is not supported")]
    [InlineData("1 1 1", "'convolution':{'outputChannels':1,'kernelChannels':1,'kernelSize':[1,1],'isDeconvolution':true,'weights':{'floatValue':[1]}}", "(Convolution) has no padding type; expected valid or same")]
    [InlineData("1 1 1", "'convolution':{'kernelSize':[1]}", "(Convolution) has 1 numbers of kernelSize; expected 2")]
    [InlineData("1 1 1", "'convolution':{'outputChannels':1,'kernelChannels':1,'kernelSize':[1,1],'stride':[0,1],'same':{},'weights':{'floatValue':[1]}}", "(Convolution) *stride*0×1*")]
    [InlineData("1 1 1", "'pooling':{'kernelSize':[1,1],'stride':[0,1],'same':{}}", "(Pooling) *stride*0×1*")]
    [InlineData("[2 1 1 2]", "'batchnorm':{'channels':1,'computeMeanVar':true,'gamma':{'floatValue':[1]},'beta':{'floatValue':[1]}}", "(Batchnorm) computes statistics of a whole batch, which is not inference")]
    [InlineData("1 1 1", "'lrn':{'k':-1}", "(Lrn) has k = -1; expected 0 (for 1) or more")]
    [InlineData("[2]", "'crop':{}", "(Crop) reads a value of shape 2; expected height and width")]
    [InlineData("1 1 1", "'crop':{'cropAmounts':{'borderAmounts':[{}]}}", "(Crop) has 1 pairs of border amounts; expected 2")]
    [InlineData("[2 2]", "'output':['r'],'loadConstantND':{'shape':[1],'data':{'floatValue':[0]}}},{'input':['x','r'],'crop':{}", "(Crop) is to be cropped to a value of shape 1; expected height and width")]
    [InlineData("[0 1]", "'padding':{'constant':{}}", "(Padding) pads an empty plane")]
    [InlineData("[2]", "'constantPad':{'padToGivenOutputSizeMode':true}", "(ConstantPad) pads to a given output size, which is not supported")]
    [InlineData("[2]", "'constantPad':{'padAmounts':[1]}", "(ConstantPad) has 1 amounts; expected 2")]
    [InlineData("1 1 1", "'concat':{'sequenceConcat':true}", "(Concat) concatenates sequences, which is not supported")]
    [InlineData("[1]", "'concatND':{'interleave':true}", "(ConcatND) interleaves its inputs, which is not supported")]
    [InlineData("2 1 1", "'split':{'nOutputs':2}", "(Split) splits an extent of 2 into 2 for 1 values; expected equal parts, one a value")]
    [InlineData("[2]", "'splitND':{'splitSizes':[1,1]}", "(SplitND) makes 1 values of 2 parts")]
    [InlineData("1 1 1", "'slice':{'axis':7,'stride':1}", "(Slice) slices along axis 7; expected channels, height or width")]
    [InlineData("1 1 1", "'slice':{'endIndex':1}", "(Slice) has stride 0; expected 1 or more")]
    [InlineData("[2]", "'sliceStatic':{'beginIds':[0]}", "(SliceStatic) has 1 begins, 0 ends and 0 strides; expected 1 of each")]
    [InlineData("[2]", "'sliceStatic':{'beginIds':[0],'endIds':[1],'strides':[0]}", "(SliceStatic) has stride 0")]
    [InlineData("[2]", "'reverse':{}", "(Reverse) marks 0 axes; expected 1")]
    [InlineData("[2 2]", "'reorganizeData':{'blockSize':2}", "(ReorganizeData) reads a value of shape 2×2; expected rank 3 or more (channels, height, width last)")]
    [InlineData("1 1 1", "'reduce':{'mode':'LOGSUM'}", "(Reduce) reduces by Logsum, which is not supported")]
    [InlineData("1 1 2", "'upsample':{'fractionalScalingFactor':[2]}", "(Upsample) has no two fractional factors")]
    [InlineData("1 1 2", "'resizeBilinear':{'targetSize':[1,1],'mode':{'samplingMethod':'ROI_ALIGN_MODE'}}", "(ResizeBilinear) samples by RoiAlignMode to 1×1, which is not supported")]
    [InlineData("1 1 1", "'reshape':{'targetShape':[1,1]}", "(Reshape) has a target of 2 extents; expected channels, height and width, with no sequence")]
    [InlineData("[2 2]", "'reshape':{'targetShape':[4,1,1],'mode':'CHANNEL_LAST'}", "(Reshape) reads a value of shape 2×2; expected rank 3 or more")]
    [InlineData("[2 2]", "'flatten':{}", "(Flatten) reads a value of shape 2×2; expected rank 3 or more")]
    [InlineData("1 1 1", "'permute':{'axis':[1,0,2,3]}", "(Permute) moves the sequence, or does not name 4 axes; expected sequence first")]
    [InlineData("[2 2]", "'permute':{'axis':[0,1,2,3]}", "(Permute) reads a value of shape 2×2; expected rank 4")]
    [InlineData("[2]", "'rankPreservingReshape':{'targetShape':[1,2]}", "(RankPreservingReshape) has a target of 2 extents; expected 1")]
    [InlineData("[3]", "'reshapeStatic':{'targetShape':[2,-1]}", "(ReshapeStatic) reshapes 3 to 2×-1, which has no whole extent")]
    [InlineData("[3]", "'transpose':{'axes':[5]}", "(Transpose): *")]
    [InlineData("[3]", "'tile':{'reps':[99999999999]}", "(Tile): *")]
    public void Read_LayerThatCannotBe_IsRefusedByItsName(string shape, string layer, string reason) =>
        FluentActions.Invoking(Sketch(shape, layer).Read).Should().Throw<CoreMlException>().WithMessage($"sketch.mlmodel: layer 'layer*' {reason}");

    [Theory]
    [InlineData("'max':{}", "(Max) has no inputs")]
    [InlineData("'average':{}", "(Average) has no inputs")]
    [InlineData("'tanh':{}", "(Tanh) has 0 inputs; expected at least 1")]
    [InlineData("'concatND':{}", "(ConcatND) has 0 inputs; expected at least 1")]
    public void Read_LayerWithoutInputs_IsRefused(string layer, string reason)
    {
        CoreMlSketch sketch = Sketch("[1]", layer);
        sketch.Body.Layers[0].Input.Clear();

        FluentActions.Invoking(sketch.Read).Should().Throw<CoreMlException>().WithMessage($"sketch.mlmodel: layer 'layer0' {reason}");
    }

    [Fact]
    public void Read_LayerThatReadsWhatNothingMakes_IsRefused()
    {
        FluentActions.Invoking(Sketch("[1]", "'input':['ghost'],'tanh':{}").Read).Should().Throw<CoreMlException>().WithMessage("sketch.mlmodel: *'ghost'*");
        FluentActions.Invoking(Sketch("[1]", "'tanh':{},'output':[]").Read).Should().NotThrow("an absent output is y");
    }

    [Fact]
    public void Read_LayerThatMakesNothing_IsRefused()
    {
        CoreMlSketch sketch = Sketch("[1]", "'tanh':{}");
        sketch.Body.Layers[0].Output.Clear();

        FluentActions.Invoking(sketch.Read).Should().Throw<CoreMlException>().WithMessage("*layer 'layer0' (Tanh) makes nothing");
    }

    [Fact]
    public void Read_InputThatIsNoArray_IsRefused()
    {
        CoreMlSketch sketch = Sketch("[1]", "'tanh':{}");
        sketch.Model.Description.Input[0].Type = new FeatureType();

        FluentActions.Invoking(sketch.Read).Should().Throw<CoreMlException>().WithMessage("*input 'x' is neither a picture nor a multi-array");
    }

    [Fact]
    public void Read_InputWithoutAShape_IsRefused() =>
        FluentActions.Invoking(new CoreMlSketch().Read).Should().Throw<CoreMlException>().WithMessage("*input 'x' declares no shape");

    [Fact]
    public void Read_PictureBeyondAllMeasure_IsRefused()
    {
        CoreMlSketch sketch = Sketch("1 1 1", "'tanh':{}");
        sketch.Model.Description.Input[0].Type = new FeatureType { ImageType = new ImageFeatureType { Width = 1L << 40, Height = 1 } };

        FluentActions.Invoking(sketch.Read).Should().Throw<CoreMlException>().WithMessage("sketch.mlmodel: has an extent beyond 2³¹");
    }

    [Fact]
    public void Read_MeanImageOfAnotherSize_IsRefused()
    {
        CoreMlSketch sketch = Sketch("1 1 1", "'tanh':{}").WithImage(1, 1, ImageFeatureType.Types.ColorSpace.Grayscale);
        sketch.Body.Preprocessing.Add(new NeuralNetworkPreprocessing { MeanImage = new NeuralNetworkMeanImage { MeanImage = { 1, 2 } } });

        FluentActions.Invoking(sketch.Read).Should().Throw<CoreMlException>().WithMessage("*the mean image of input 'x' has 2 values; expected 1");
    }

    [Fact]
    public void Read_Regressor_IsItsNetwork()
    {
        CoreMlSketch sketch = Sketch("[2]", "'add':{'alpha':5}");
        var model = new Model { SpecificationVersion = 4, Description = sketch.Model.Description, NeuralNetworkRegressor = new NeuralNetworkRegressor { Layers = { sketch.Body.Layers }, ArrayInputShapeMapping = NeuralNetworkMultiArrayShapeMapping.ExactArrayMapping } };

        CoreMlSketch.Run(CoreMlReader.Read(model.ToByteArray(), "r.mlmodel").Network, 1, 2).Values.Should().Equal(6, 7);
    }

    [Fact]
    public void Read_PipelineOfClassifiersOrRegressors_IsItsOnlyModel()
    {
        var pipeline = new Pipeline { Models = { Sketch("[2]", "'add':{'alpha':5}").Model } };

        foreach (Model model in (Model[])[new Model { PipelineClassifier = new PipelineClassifier { Pipeline = pipeline } }, new Model { PipelineRegressor = new PipelineRegressor { Pipeline = pipeline } }])
            CoreMlSketch.Run(CoreMlReader.Read(model.ToByteArray(), "p.mlmodel").Network, 1, 2).Values.Should().Equal(6, 7);
    }

    [Fact]
    public void Read_PipelineOfNone_IsRefused() =>
        FluentActions.Invoking(() => CoreMlReader.Read(new Model { Pipeline = new Pipeline() }.ToByteArray(), "p.mlmodel")).Should().Throw<CoreMlException>().WithMessage("p.mlmodel: is a pipeline of 0 models; expected 1");

    [Fact]
    public void Read_FileThatIsNotThere_IsRefused() =>
        FluentActions.Invoking(() => CoreMlReader.Read("absent.mlmodel")).Should().Throw<CoreMlException>().WithMessage("absent.mlmodel: cannot be read: *");

    private static CoreMlSketch Sketch(string shape, string layers)
    {
        bool exact = shape[0] == '[';
        var sketch = new CoreMlSketch([.. shape.Trim('[', ']').Split(' ').Select(extent => int.Parse(extent, CultureInfo.InvariantCulture))]);
        sketch.Body.MergeFrom(NeuralNetwork.Parser.ParseJson($"{{'layers':[{{{layers}}}]}}".Replace('\'', '"')));
        if (exact) sketch.Body.ArrayInputShapeMapping = NeuralNetworkMultiArrayShapeMapping.ExactArrayMapping;
        for (int i = 0; i < sketch.Body.Layers.Count; i++)
        {
            NeuralNetworkLayer layer = sketch.Body.Layers[i];
            layer.Name = $"layer{i}";
            if (layer.Input.Count == 0) layer.Input.Add("x");
            if (layer.Output.Count == 0) layer.Output.Add("y");
        }

        return sketch;
    }
}
