using System.Runtime.InteropServices;
using System.Text;
using RefCnn.Core;
using RefCnn.CoreML;

namespace RefCnn.InteropTests.StandIns;

/// <summary>Computes for the stand-ins: reads the model's file by Core ML's specification and runs it on the reference.</summary>
internal static unsafe class PortableEngine
{
    // Models of several threads come and go at once.
    private static int loadedModels;

    /// <summary>The functions to hand over.</summary>
    public static EngineFunctions Functions => new() { Load = &Load, Unload = &Unload, Describe = &Describe, Predict = &Predict };

    /// <summary>The compute units that the last model was loaded with.</summary>
    public static ComputeUnits LastUnits { get; private set; }

    /// <summary>How many models are loaded.</summary>
    public static int LoadedModels => loadedModels;

    /// <summary>The folder of the compiled model that was loaded last.</summary>
    public static string LastFolder { get; private set; } = string.Empty;

    /// <summary>Whether models name their outputs otherwise than their files.</summary>
    public static bool RenamesOutputs { get; set; }

    [UnmanagedCallersOnly]
    private static nint Load(byte* path, nint units, byte* reason, nint capacity)
    {
        try
        {
            string file = Marshal.PtrToStringUTF8((nint)path)!;
            LastUnits = (ComputeUnits)units;
            LastFolder = Path.GetDirectoryName(file)!;
            nint handle = GCHandle.ToIntPtr(GCHandle.Alloc(new LoadedModel(file)));
            Interlocked.Increment(ref loadedModels);
            return handle;
        }
        catch (Exception fault) when (fault is RefCnnException)
        {
            Write(fault.Message, reason, capacity);
            return 0;
        }
    }

    [UnmanagedCallersOnly]
    private static void Unload(nint handle)
    {
        ModelOf(handle).Dispose();
        GCHandle.FromIntPtr(handle).Free();
        Interlocked.Decrement(ref loadedModels);
    }

    [UnmanagedCallersOnly]
    private static int Describe(nint handle, int kind, nint index, FeatureMemory* feature)
    {
        LoadedModel model = ModelOf(handle);
        (string name, long[] shape) = kind == 0 ? model.InputAt((int)index) : model.OutputAt((int)index);
        if (name.Length == 0) return 0;
        Write(kind == 1 && RenamesOutputs ? name + "?" : name, feature->Name, FeatureMemory.NameCapacity);
        feature->Rank = shape.Length;
        for (int axis = 0; axis < shape.Length; axis++) feature->Shape[axis] = shape[axis];
        return 1;
    }

    [UnmanagedCallersOnly]
    private static int Predict(nint handle, FeatureMemory* inputs, FeatureMemory* outputs, byte* reason, nint capacity)
    {
        try
        {
            ModelOf(handle).Predict(inputs, outputs);
            return 1;
        }
        catch (Exception fault) when (fault is RefCnnException)
        {
            Write(fault.Message, reason, capacity);
            return 0;
        }
    }

    private static LoadedModel ModelOf(nint handle) => (LoadedModel)GCHandle.FromIntPtr(handle).Target!;

    private static void Write(string text, byte* into, nint capacity)
    {
        var bytes = new Span<byte>(into, (int)capacity);
        bytes.Clear();
        Encoding.UTF8.TryGetBytes(text, bytes[..^1], out _);
    }
}
