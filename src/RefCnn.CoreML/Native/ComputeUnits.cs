namespace RefCnn.CoreML;

/// <summary>The units that Core ML may compute on. The values are MLComputeUnits'.</summary>
public enum ComputeUnits
{
    /// <summary>The processor: the only choice that computes networks in float32 for certain.</summary>
    Cpu = 0,

    /// <summary>The processor and the graphics processor, which computes in float16.</summary>
    CpuAndGpu = 1,

    /// <summary>Whatever Core ML thinks best.</summary>
    All = 2,

    /// <summary>The processor and the neural engine, which computes in float16; macOS 13, iOS 16.</summary>
    CpuAndNeuralEngine = 3,
}
