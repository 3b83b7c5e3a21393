using System.Collections.Immutable;
using RefCnn.Accelerate.Convolution;
using RefCnn.Accelerate.Layouts;
using RefCnn.Accelerate.Threads;
using RefCnn.Core;

namespace RefCnn.Accelerate.Plan;

/// <summary>A network as a list of prepared steps over one arena. Runs from several threads wait for each other.</summary>
internal sealed unsafe class CompiledPlan : ICompiledNetwork
{
    private readonly Lock running = new();
    private readonly WorkerPool pool;
    private readonly Workspace workspace;
    private readonly WeightMemory weights;
    private readonly AlignedBuffer arena;
    private readonly List<PreparedStep> steps = [];
    private readonly Dictionary<int, PlanValue> places;
    private readonly int[] taps;
    private readonly InputFeed[] feeds;
    private bool disposed;

    /// <summary>Plans.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">Threads and taps.</param>
    /// <param name="engine">What its steps compute with.</param>
    /// <param name="cancellation">Gives up between the preparation of two steps.</param>
    public CompiledPlan(Network network, CompileOptions options, Engine engine, CancellationToken cancellation)
    {
        Network = network;
        taps = [.. options.TapNames.Select(network.IndexOf).Where(index => index >= 0).Distinct()];
        HashSet<int> kept = [.. taps, .. network.Outputs.Select(output => output.Node)];
        List<PlanStep> planned = LayoutPass.Run(network, FusionPass.Run(network, kept), kept, engine, out places);
        arena = Arena.Of(planned, places.Values, network.Inputs.Select(input => places[input]));

        workspace = new Workspace(options.ThreadCount);
        weights = new WeightMemory(network.Nodes.Sum(node => node.Layer.Parameters.Sum(parameter => (long)(parameter.Value?.Count ?? 0))));
        pool = new WorkerPool(options.ThreadCount);
        try
        {
            var prepared = new Step[planned.Count];
            for (int moment = 0; moment < planned.Count; moment++)
            {
                cancellation.ThrowIfCancellationRequested();
                PlanValue root = planned[moment].Output.Root;
                if (root.First == moment && root.Margins != Margins.None) steps.Add(new PreparedStep(null, new ClearMarginsStep(root.View(), root.Margins)));
                prepared[moment] = Prepare(planned[moment], engine);
                steps.Add(new PreparedStep(planned[moment].Node, prepared[moment]));
            }

            feeds = [.. network.Inputs.Select(input =>
            {
                int reader = InputFeed.OnlyReader(places[input], planned, kept.Select(node => places[node]));
                return new InputFeed(network.Nodes[input].Name, places[input], reader < 0 ? null : prepared[reader] as ReorderStep);
            })];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Network Network { get; }

    /// <summary>Bytes of activations and scratch memory; packed weights come on top.</summary>
    public long WorkingBytes => (arena.Count + workspace.Count) * sizeof(float);

    /// <summary>How each node is computed, in order.</summary>
    public ImmutableArray<NodeAlgorithm> Describe() => [..
        from prepared in steps
        from node in prepared.Node?.Members(Network) ?? []
        orderby node
        select new NodeAlgorithm(node, prepared.Step.Algorithm, prepared.Node!.First)];

    /// <inheritdoc/>
    public PrecisionClass? PrecisionOf(int node) =>
        steps.Find(prepared => prepared.Node?.First == node).Step is WinogradStep winograd ? PrecisionClass.Float32.By(winograd.Sums) : null;

    /// <inheritdoc/>
    public RunResult Run(IReadOnlyDictionary<string, Tensor<float>> inputs, RunOptions? options = null, CancellationToken cancellation = default)
    {
        lock (running)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            InputCheck.Demand(Network, inputs);
            try
            {
                foreach (InputFeed feed in feeds) feed.Take(inputs);
                foreach (PreparedStep prepared in steps)
                {
                    cancellation.ThrowIfCancellationRequested();
                    pool.Run(prepared.Step);
                    if (prepared.Step.Remedy() is { } remedy) pool.Run(remedy);
                    if (prepared.Node is { } node) options?.Progress?.Report(new RunProgress(Network.Nodes[node.Last].Name, node.Last + 1, Network.Nodes.Length));
                }
            }
            finally
            {
                foreach (InputFeed feed in feeds) feed.Release();
            }

            return new RunResult(
                Network.Outputs.ToDictionary(output => output.Name, Tensor (output) => Copy(output.Node)),
                taps.ToDictionary(tap => Network.Nodes[tap].Name, Tensor (tap) => Copy(tap)));
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
            weights.Dispose();
            workspace.Dispose();
            arena.Dispose();
        }
    }

    private Step Prepare(PlanStep planned, Engine engine)
    {
        Fusion fusion = planned.Node is { } node ? new Fusion(node.Norm, planned.Residual?.View(), node.Activation) : Fusion.None;
        return planned.Prepare(new Operands([.. planned.Inputs.Select(input => input.View())], planned.Output.View(), workspace, weights, fusion, engine));
    }

    private Tensor<float> Copy(int node) => new(Network.Shapes[node], places[node].View().Span.ToArray());

    /// <summary>A step and the nodes that it computes, null where it only moves values.</summary>
    private readonly record struct PreparedStep(FusedNode? Node, Step Step);
}
