using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using RefCnn.Accelerate;
using RefCnn.Conformance.Timings;
using RefCnn.Core;
using RefCnn.Formats;
using RefCnn.Formats.Onnx.Export;
using RefCnn.Networks;
using RefCnn.Peers.OnnxRuntime;

namespace RefCnn.Benchmarks;

/// <summary>How much memory either engine needs for a network: each way in a process of its own, which the system watches.</summary>
internal static class MemoryRace
{
    /// <summary>The subcommand of a process that is watched.</summary>
    public const string Subcommand = "memory";

    /// <summary>Measures all ways, one process after the other.</summary>
    /// <param name="network">The network.</param>
    /// <param name="threads">Threads of both engines.</param>
    public static RaceMemory Run(Network network, int threads)
    {
        string file = Path.Combine(Path.GetTempPath(), $"{network.Name}-{Guid.NewGuid():N}.onnx");
        try
        {
            OnnxExporter.Write(network, file, new OnnxExportOptions());
            return new RaceMemory(Watch("ours", network.Name), Watch("ours-from-file", network.Name, file), Watch("peer-from-file", network.Name, file));
        }
        finally
        {
            File.Delete(file);
        }

        double Watch(string way, params string[] what)
        {
            string[] arguments = [Subcommand, way, threads.ToString(CultureInfo.InvariantCulture), .. what];
            using Process process = Process.Start(OwnProcess.Start("RefCnn.Benchmarks", arguments))!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? double.Parse(output, CultureInfo.InvariantCulture) : throw new RefCnnException($"memory of {network.Name}, {way}: the process ended with {process.ExitCode}");
        }
    }

    /// <summary>The work of a process that is watched: loads, compiles, runs twice, and prints the most memory that it had, in megabytes.</summary>
    /// <param name="way">Which engine, and what from.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="name">The network's name.</param>
    /// <param name="file">The network's ONNX file, where the way takes one.</param>
    public static void Watched(string way, int threads, string name, string? file)
    {
        if (way == "peer-from-file") RunPeer(name, file!, threads);
        else RunOurs(file is null ? Zoo.Find(name).Build() : ModelFormats.Load(file, new ImportOptions()).Network, threads);
        Console.WriteLine((ProcessMemory.Peak() / 1e6)?.ToString("F1", CultureInfo.InvariantCulture) ?? "NaN");
    }

    private static void RunOurs(Network network, int threads)
    {
        using ICompiledNetwork compiled = new AccelerateBackend().Compile(network, new CompileOptions(threads));
        IReadOnlyDictionary<string, Tensor<float>> inputs = Zeros(network.Inputs.Select(input => (network.Nodes[input].Name, network.Shapes[input])));
        for (int run = 0; run < 2; run++) compiled.Run(inputs);
    }

    private static void RunPeer(string name, string file, int threads)
    {
        using SessionOptions options = OnnxRuntimeBackend.SessionOptions(GraphOptimizationLevel.ORT_ENABLE_ALL, OnnxRuntimeSpinning.WithinRuns, threads);
        using var session = new InferenceSession(file, options);
        var shapes = session.InputMetadata.Select(input => (input.Key, new Shape([.. input.Value.Dimensions])));
        OrtValue[] values = [.. Zeros(shapes).Values.Select(tensor => OrtValue.CreateTensorValueFromMemory(tensor.Values, [.. tensor.Shape.Extents.ToArray().Select(extent => (long)extent)]))];
        using var run = new Microsoft.ML.OnnxRuntime.RunOptions();
        for (int i = 0; i < 2; i++) session.Run(run, [.. session.InputMetadata.Keys], values, [.. session.OutputMetadata.Keys]).Dispose();
        foreach (OrtValue value in values) value.Dispose();
    }

    private static Dictionary<string, Tensor<float>> Zeros(IEnumerable<(string Name, Shape Shape)> inputs) => inputs.ToDictionary(input => input.Name, input => new Tensor<float>(input.Shape));
}
