using System.Runtime.InteropServices;
using RefCnn.Accelerate.Layouts;
using RefCnn.Core;

namespace RefCnn.Accelerate.Plan;

/// <summary>
/// How an input comes into a plan: it is copied to its place, or, where a single step reads it and only to bring it into another layout, that step takes it from the caller's own memory.
/// </summary>
/// <param name="name">The input's name.</param>
/// <param name="place">Its place.</param>
/// <param name="reader">The only step that reads it, or null.</param>
internal sealed unsafe class InputFeed(string name, PlanValue place, ReorderStep? reader)
{
    private PinnedGCHandle<float[]> pin;

    /// <summary>The moment of the only step that reads an input, where that brings it into another layout; −1 where others read it, or it is an output.</summary>
    /// <param name="place">The input.</param>
    /// <param name="steps">All steps.</param>
    /// <param name="kept">Values that are read after the last step.</param>
    public static int OnlyReader(PlanValue place, IReadOnlyList<PlanStep> steps, IEnumerable<PlanValue> kept)
    {
        int[] readers = [.. Enumerable.Range(0, steps.Count).Where(moment => steps[moment].Touches(place))];
        return readers.Length == 1 && steps[readers[0]].Node is null && kept.All(value => value.Root != place.Root) ? readers[0] : -1;
    }

    /// <summary>Brings a run's values in. They must stay as they are until <see cref="Release"/>.</summary>
    /// <param name="inputs">The values of all inputs.</param>
    public void Take(IReadOnlyDictionary<string, Tensor<float>> inputs)
    {
        Tensor<float> tensor = inputs[name];
        if (reader is null)
        {
            tensor.Span.CopyTo(place.View().Span);
            return;
        }

        pin = new PinnedGCHandle<float[]>(tensor.Values);
        reader.From = new View(pin.GetAddressOfArrayData(), reader.From.Shape);
    }

    /// <summary>Lets the caller's memory go.</summary>
    public void Release() => pin.Dispose();
}
