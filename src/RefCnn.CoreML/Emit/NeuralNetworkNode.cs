using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using RefCnn.Core;
using RefCnn.Core.Layers;
using RefCnn.CoreML.Schema;

namespace RefCnn.CoreML.Emit;

/// <summary>One node of a lowered network on its way into layers of a Core ML neural network.</summary>
/// <param name="model">Where layers go.</param>
/// <param name="layer">What the node computes.</param>
/// <param name="name">The name of its result.</param>
/// <param name="inputs">The names of what it reads.</param>
/// <param name="inputShapes">Their shapes.</param>
/// <param name="output">The shape of its result.</param>
/// <param name="exact">Whether shapes are as declared (version 4 and later), or [C, H, W].</param>
/// <param name="precision">How weights are stored.</param>
internal sealed class NeuralNetworkNode(
    NeuralNetwork model, Layer layer, string name, string[] inputs, Shape[] inputShapes, Shape output, bool exact, CoreMlPrecision precision)
{
    private int parts;

    /// <summary>What the node computes.</summary>
    public Layer Layer => layer;

    /// <summary>The shape of the first input.</summary>
    public Shape Input => inputShapes[0];

    /// <summary>The shapes of all inputs.</summary>
    public Shape[] InputShapes => inputShapes;

    /// <summary>The names of all inputs.</summary>
    public string[] InputNames => inputs;

    /// <summary>The shape of the result.</summary>
    public Shape Output => output;

    /// <summary>Whether shapes are as declared.</summary>
    public bool Exact => exact;

    /// <summary>Adds the layer that makes the node's result of all its inputs.</summary>
    /// <param name="fill">Sets what it does.</param>
    public void Finish(Action<NeuralNetworkLayer> fill) => Finish(inputs, fill);

    /// <summary>Adds the layer that makes the node's result.</summary>
    /// <param name="reads">The names of what it reads.</param>
    /// <param name="fill">Sets what it does.</param>
    public void Finish(string[] reads, Action<NeuralNetworkLayer> fill) => Append(name, reads, fill);

    /// <summary>Adds a layer on the way.</summary>
    /// <param name="reads">The name of what it reads.</param>
    /// <param name="fill">Sets what it does.</param>
    /// <returns>The name of what it makes.</returns>
    public string Step(string reads, Action<NeuralNetworkLayer> fill)
    {
        string made = string.Create(CultureInfo.InvariantCulture, $"{name}:{++parts}");
        Append(made, [reads], fill);
        return made;
    }

    /// <summary>Weights as Core ML stores them.</summary>
    /// <param name="values">The values.</param>
    public WeightParams Weights(params ReadOnlySpan<float> values)
    {
        var result = new WeightParams();
        if (precision == CoreMlPrecision.Float32)
        {
            foreach (float value in values) result.FloatValue.Add(value);
            return result;
        }

        var halves = new Half[values.Length];
        for (int i = 0; i < halves.Length; i++) halves[i] = (Half)values[i];
        result.Float16Value = ByteString.CopyFrom(MemoryMarshal.AsBytes(halves.AsSpan()));
        return result;
    }

    private void Append(string made, string[] reads, Action<NeuralNetworkLayer> fill)
    {
        var added = new NeuralNetworkLayer { Name = made };
        added.Input.Add(reads);
        added.Output.Add(made);
        fill(added);
        model.Layers.Add(added);
    }
}
