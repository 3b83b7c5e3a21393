namespace RefCnn.Peers.OnnxRuntime;

/// <summary>How threads of ONNX Runtime wait for work (its options <c>session.intra_op.allow_spinning</c> and <c>session.force_spinning_stop</c>).</summary>
public enum OnnxRuntimeSpinning
{
    /// <summary>They spin, also for a while after a run: its default, which takes processors from whatever runs next.</summary>
    Always,

    /// <summary>They spin within a run and park at its end.</summary>
    WithinRuns,

    /// <summary>They park whenever there is nothing to do.</summary>
    Never,
}
