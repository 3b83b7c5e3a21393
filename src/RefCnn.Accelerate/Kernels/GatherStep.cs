using System.Collections.Immutable;
using RefCnn.Core;

namespace RefCnn.Accelerate.Kernels;

/// <summary>Every output is a copy of one input value, at a place found once, or a constant.</summary>
internal sealed unsafe class GatherStep : Step
{
    private readonly Operands operands;
    private readonly int[] sources;
    private readonly float otherwise;

    /// <summary>Prepares from the flat source of every output.</summary>
    /// <param name="operands">Input and output.</param>
    /// <param name="sources">For every output the flat index of its input, or −1 for the constant.</param>
    /// <param name="otherwise">The constant.</param>
    public GatherStep(Operands operands, int[] sources, float otherwise = 0) => (this.operands, this.sources, this.otherwise) = (operands, sources, otherwise);

    public override int Pieces => Runs.Count(sources.Length);

    /// <summary>Prepares from the source along each axis.</summary>
    /// <param name="operands">Input and output.</param>
    /// <param name="source">The input's position along one input axis, given the output's whole position; −1 for the constant.</param>
    /// <param name="otherwise">The constant.</param>
    public static GatherStep ByAxis(Operands operands, Func<int[], int, int> source, float otherwise = 0)
    {
        Shape input = operands.Input.Shape, output = operands.Output.Shape;
        ImmutableArray<int> strides = input.Strides();
        int[] sources = new int[output.Count], position = new int[output.Rank];
        for (int to = 0; to < sources.Length; to++)
        {
            for (int axis = 0; axis < input.Rank && sources[to] >= 0; axis++)
            {
                int from = source(position, axis);
                sources[to] = from < 0 ? -1 : sources[to] + (from * strides[axis]);
            }

            Advance(position, output);
        }

        return new GatherStep(operands, sources, otherwise);
    }

    public override void Run(int first, int end, int worker)
    {
        (int from, int to) = Runs.Range(sources.Length, first, end);
        float* input = operands.Input.Data, output = operands.Output.Data;
        for (int i = from; i < to; i++) output[i] = sources[i] < 0 ? otherwise : input[sources[i]];
    }

    // The last axis turns fastest.
    private static void Advance(int[] position, Shape shape)
    {
        for (int axis = position.Length - 1; axis >= 0; axis--)
        {
            if (++position[axis] < shape[axis]) return;
            position[axis] = 0;
        }
    }
}
