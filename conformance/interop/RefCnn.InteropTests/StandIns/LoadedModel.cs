using RefCnn.Core;
using RefCnn.CoreML;
using RefCnn.CoreML.Packages;
using RefCnn.CoreML.Schema;
using RefCnn.Reference;

namespace RefCnn.InteropTests.StandIns;

/// <summary>A model that the stand-ins have loaded: declared as its file says, computed as the specification says.</summary>
internal sealed unsafe class LoadedModel : IDisposable
{
    private readonly ICompiledNetwork compiled;
    private readonly ModelDescription description;

    public LoadedModel(string path)
    {
        ReadOnlyMemory<byte> model = Directory.Exists(path) ? PackageFolder.Read(path).Model : File.ReadAllBytes(path);
        description = Model.Parser.ParseFrom(model.Span).Description;
        compiled = ((IBackend)new ReferenceBackend()).Compile(CoreMlReader.Read(path).Network, new CompileOptions(Threads: 1));
    }

    /// <summary>Name and shape of an input; an empty name beyond the last.</summary>
    public (string Name, long[] Shape) InputAt(int index) => index < description.Input.Count
        ? (description.Input[index].Name, [.. description.Input[index].Type.MultiArrayType.Shape])
        : (string.Empty, []);

    /// <summary>Name and shape of an output; an empty name beyond the last.</summary>
    public (string Name, long[] Shape) OutputAt(int index) => index < description.Output.Count
        ? (description.Output[index].Name, [.. compiled.Network.Shapes[compiled.Network.Outputs[index].Node].Extents.ToArray().Select(extent => (long)extent)])
        : (string.Empty, []);

    public void Predict(FeatureMemory* inputs, FeatureMemory* outputs)
    {
        Network network = compiled.Network;
        var given = new Dictionary<string, Tensor<float>>();
        for (int i = 0; i < network.Inputs.Length; i++) given[network.Nodes[network.Inputs[i]].Name] = Read(&inputs[i], network.Shapes[network.Inputs[i]]);
        IReadOnlyDictionary<string, Tensor> made = compiled.Run(given).Outputs;
        for (int i = 0; i < network.Outputs.Length; i++)
        {
            Tensor<double> values = made[network.Outputs[i].Name].ToDouble();
            values.Span.CopyTo(new Span<double>(outputs[i].Data, values.Count));
        }
    }

    public void Dispose() => compiled.Dispose();

    // The place of a value is the sum of index times stride over the axes, the last axis first.
    private static Tensor<float> Read(FeatureMemory* feature, Shape shape)
    {
        var tensor = new Tensor<float>(shape);
        for (int i = 0; i < tensor.Count; i++)
        {
            long rest = i, place = 0;
            for (long axis = feature->Rank - 1; axis >= 0; axis--)
            {
                place += rest % feature->Shape[axis] * feature->Strides[axis];
                rest /= feature->Shape[axis];
            }

            tensor[i] = ((float*)feature->Data)[place];
        }

        return tensor;
    }
}
