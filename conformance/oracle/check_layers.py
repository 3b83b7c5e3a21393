"""Recomputes every layer vector and compares it with its frozen golden."""

import sys
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from .agreement import TOLERANCE, deviation
from .layers import LAYERS
from .vectors import LAYER_VECTORS, LayerVector, read_layer_vector


@dataclass
class _Tally:
    agreed: int = 0
    refused: int = 0
    worst: float = 0.0
    failures: list[str] = field(default_factory=list)


def check_layers() -> bool:
    """Prints a row for each kind and what disagrees; false if anything does, or if a kind is unknown here or there."""
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    paths = sorted(LAYER_VECTORS.glob("*/*.json"))
    for done, path in enumerate(paths, start=1):
        _check(read_layer_vector(path), tallies[path.parent.name])
        if sys.stderr.isatty():
            print(f"\r{done}/{len(paths)}", end="" if done < len(paths) else "\n", file=sys.stderr, flush=True)

    print(f"{'kind':<22}{'agree':>7}{'refused':>9}{'fail':>6}  worst deviation")
    for kind, tally in tallies.items():
        print(f"{kind:<22}{tally.agreed:>7}{tally.refused:>9}{len(tally.failures):>6}  {tally.worst:.1e}")
    failures = [failure for tally in tallies.values() for failure in tally.failures]
    failures += [f"{kind}: no vectors" for kind in sorted(LAYERS.keys() - tallies.keys())]
    for failure in failures:
        print(failure)
    agreed = sum(tally.agreed for tally in tallies.values())
    refused = sum(tally.refused for tally in tallies.values())
    print(f"oracle, layers: {agreed} agree, {len(failures)} disagree, {refused} refused cases not computed")
    return agreed > 0 and not failures


def _check(vector: LayerVector, tally: _Tally) -> None:
    if vector.golden is None:
        tally.refused += 1
        return
    compute = LAYERS.get(vector.layer["kind"])
    if compute is None:
        tally.failures.append(f"{vector.identity}: the oracle does not know this kind")
        return
    with np.errstate(all="ignore"):
        actual = compute(vector.layer, *vector.inputs)
    found = deviation(vector.golden, actual)
    largest = np.abs(vector.golden[np.isfinite(vector.golden)]).max(initial=0.0)
    allowed = 0.0 if vector.tier == "exact" else TOLERANCE
    if vector.rounding > 0:
        allowed += vector.rounding / largest
    if found <= allowed:
        tally.agreed += 1
        tally.worst = max(tally.worst, 0.0 if vector.rounding > 0 else found)
    else:
        tally.failures.append(f"{vector.identity}: deviates by {found:.3e} of the largest value, allowed {allowed:.1e}")
