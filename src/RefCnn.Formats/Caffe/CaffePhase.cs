using RefCnn.Formats.Caffe.Schema;

namespace RefCnn.Formats.Caffe;

/// <summary>Which layers belong to the network that tests, by the rules of Caffe's Net::FilterNet.</summary>
internal static class CaffePhase
{
    /// <summary>Whether a layer is part of the network in phase TEST, at the net's level and stages.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="state">The net's state, if it says one.</param>
    public static bool Includes(LayerParameter layer, NetState? state) => layer.Include.Count > 0
        ? layer.Include.Any(rule => Meets(rule, state))
        : !layer.Exclude.Any(rule => Meets(rule, state));

    private static bool Meets(NetStateRule rule, NetState? state)
    {
        int level = state?.Level ?? 0;
        HashSet<string> stages = [.. state?.Stage ?? []];
        return (!rule.HasPhase || rule.Phase == Phase.Test)
            && (!rule.HasMinLevel || level >= rule.MinLevel)
            && (!rule.HasMaxLevel || level <= rule.MaxLevel)
            && rule.Stage.All(stages.Contains)
            && !rule.NotStage.Any(stages.Contains);
    }
}
