using System.Collections.Immutable;
using RefCnn.Accelerate.Gemm;
using RefCnn.Accelerate.Threads;
using RefCnn.Core;
using RefCnn.Core.Layers;

namespace RefCnn.Accelerate.Plan;

/// <summary>A network as a list of prepared steps over one arena. Runs from several threads wait for each other.</summary>
internal sealed unsafe class CompiledPlan : ICompiledNetwork
{
    private readonly Lock running = new();
    private readonly WorkerPool pool;
    private readonly Workspace workspace;
    private readonly AlignedBuffer arena;
    private readonly IGemm? gemm;
    private readonly List<PlannedStep> steps = [];
    private readonly Dictionary<int, View> views = [];
    private readonly int[] taps;
    private bool disposed;

    /// <summary>Plans.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">Threads and taps.</param>
    /// <param name="forced">What is forced instead of our own choice.</param>
    /// <param name="cancellation">Gives up between the preparation of two steps.</param>
    public CompiledPlan(Network network, CompileOptions options, AccelerateOptions forced, CancellationToken cancellation)
    {
        gemm = forced.ForcedGemm;
        Network = network;
        taps = [.. options.TapNames.Select(network.IndexOf).Where(index => index >= 0)];
        List<FusedNode> fused = FusionPass.Run(network, taps.Concat(network.Outputs.Select(output => output.Node)).ToHashSet());
        long[] offsets = Arena.Place(Demands(fused), out long total);
        arena = new AlignedBuffer(total);
        for (int i = 0; i < fused.Count; i++) views[fused[i].Last] = new View(arena.Data + offsets[i], network.Shapes[fused[i].Last]);

        workspace = new Workspace(options.ThreadCount);
        pool = new WorkerPool(options.ThreadCount);
        try
        {
            foreach (FusedNode node in fused)
            {
                cancellation.ThrowIfCancellationRequested();
                Prepare(node);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Network Network { get; }

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<PlannedStep> Steps => steps;

    /// <summary>Bytes of activations and scratch memory; packed weights come on top.</summary>
    public long WorkingBytes => (arena.Count + workspace.Count) * sizeof(float);

    /// <summary>How each node is computed, in order.</summary>
    public ImmutableArray<NodeAlgorithm> Describe() =>
        [.. steps.SelectMany(planned => Members(planned.Node).Select(node => new NodeAlgorithm(node, planned.Step.Algorithm, planned.Node.First))).OrderBy(described => described.Node)];

    /// <inheritdoc/>
    public RunResult Run(IReadOnlyDictionary<string, Tensor<float>> inputs, RunOptions? options = null, CancellationToken cancellation = default)
    {
        lock (running)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            InputCheck.Demand(Network, inputs);
            foreach (int input in Network.Inputs) inputs[Network.Nodes[input].Name].Span.CopyTo(views[input].Span);
            foreach (PlannedStep planned in steps)
            {
                cancellation.ThrowIfCancellationRequested();
                pool.Run(planned.Step);
                options?.Progress?.Report(new RunProgress(planned.Name, planned.Node.Last + 1, Network.Nodes.Length));
            }

            return new RunResult(
                Network.Outputs.ToDictionary(output => output.Name, Tensor (output) => Copy(output.Node)),
                taps.Distinct().ToDictionary(tap => Network.Nodes[tap].Name, Tensor (tap) => Copy(tap)));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (running)
        {
            if (disposed) return;
            disposed = true;
            pool.Dispose();
            foreach (PlannedStep planned in steps) planned.Step.Dispose();
            workspace.Dispose();
            arena.Dispose();
        }
    }

    private void Prepare(FusedNode node)
    {
        Layer layer = Network.Nodes[node.First].Layer;
        View output = views[node.Last];
        if (layer is Input || output.Count == 0) return;
        var fusion = new Fusion(node.Norm, node.Residual < 0 ? null : views[node.Residual], node.Activation);
        var operands = new Operands([.. Network.Nodes[node.First].Inputs.Select(input => views[input])], output, workspace, fusion, gemm);
        steps.Add(new PlannedStep(Network.Nodes[node.Last].Name, node, KernelTable.Prepare(layer, operands)));
    }

    private List<Arena.Demand> Demands(List<FusedNode> fused)
    {
        int[] last = new int[Network.Nodes.Length];
        foreach (FusedNode node in fused)
        {
            foreach (int input in node.Reads(Network)) last[input] = Math.Max(last[input], node.Last);
        }

        foreach (NetworkOutput output in Network.Outputs) last[output.Node] = int.MaxValue;
        foreach (int tap in taps) last[tap] = int.MaxValue;

        // All inputs are written before the first step.
        return [.. fused.Select(node => new Arena.Demand(
            Network.Shapes[node.Last].Count, Network.Nodes[node.Last].Layer is Input ? 0 : node.Last, Math.Max(last[node.Last], node.Last)))];
    }

    // Each but the last is read by the next alone.
    private IEnumerable<int> Members(FusedNode fused)
    {
        yield return fused.First;
        for (int node = fused.First; node != fused.Last;)
        {
            node = Enumerable.Range(node + 1, fused.Last - node).First(reader => Network.Nodes[reader].Inputs.Contains(node));
            yield return node;
        }
    }

    private Tensor<float> Copy(int node) => new(Network.Shapes[node], views[node].Span.ToArray());

    /// <summary>A step and the nodes that it computes.</summary>
    /// <param name="Name">The name of the node whose output it writes.</param>
    /// <param name="Node">The nodes.</param>
    /// <param name="Step">The step.</param>
    internal readonly record struct PlannedStep(string Name, FusedNode Node, Step Step);
}
