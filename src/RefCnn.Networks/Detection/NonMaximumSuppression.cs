using System.Collections.Immutable;
using RefCnn.Core;

namespace RefCnn.Networks.Detection;

/// <summary>Keeps the best of boxes that show the same object.</summary>
public static class NonMaximumSuppression
{
    /// <summary>
    /// Class by class: takes boxes from the highest score down, of equal scores the earlier first, and keeps a box unless it overlaps one of its class that was
    /// kept by more than the limit.
    /// </summary>
    /// <param name="boxes">Candidates, e.g. of <see cref="YoloDecoder"/>.</param>
    /// <param name="limit">The largest intersection over union that two kept boxes of a class may have; 0 to 1. Darknet's is 0.45.</param>
    /// <returns>The kept boxes of all classes, highest score first, of equal scores the earlier first; none where there are no candidates.</returns>
    /// <exception cref="RefCnnException">A limit outside 0 to 1, or a score that is not a number.</exception>
    public static ImmutableArray<DetectedBox> Keep(IReadOnlyList<DetectedBox> boxes, double limit)
    {
        if (!(limit >= 0 && limit <= 1)) throw new RefCnnException($"the overlap limit is {limit}; expected 0 to 1");
        var kept = ImmutableArray.CreateBuilder<DetectedBox>();

        // OrderByDescending is stable: equal scores stay in the order of the candidates.
        foreach (DetectedBox box in boxes.OrderByDescending(box => box.Score))
        {
            if (double.IsNaN(box.Score)) throw new RefCnnException($"a box at {box.X}, {box.Y} of class {box.Class} has a score that is not a number; expected 0 to 1");
            if (!kept.Any(other => other.Class == box.Class && other.OverlapWith(box) > limit)) kept.Add(box);
        }

        return kept.ToImmutable();
    }
}
