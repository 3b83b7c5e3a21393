"""Recomputes networks from their papers and compares every value that their goldens keep, node by node."""

import json
import time
from pathlib import Path

import numpy as np
from torch import Tensor

from .agreement import TOLERANCE, deviation
from .networks import NETWORKS
from .networks.seeded_network import SeededNetwork
from .vectors import CONFORMANCE

NETWORK_VECTORS = CONFORMANCE / "vectors" / "networks"
_COPIES = {"constant", "flatten", "reshape"}
"""Kinds whose nodes need no counterpart here: the oracle reshapes in passing, and what follows is compared."""


class _Golden:
    """The kept samples of each node; they lie one node after the other in indices.npy and samples.npy."""

    def __init__(self, directory: Path) -> None:
        description = json.loads((directory / "network.json").read_text(encoding="utf-8"))
        indices = np.load(directory / "indices.npy", allow_pickle=False)
        samples = np.load(directory / "samples.npy", allow_pickle=False)
        self.nodes = {node["name"]: node for node in description["nodes"]}
        self._kept: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        start = 0
        for node in description["nodes"]:
            end = start + node["samples"]
            self._kept[node["name"]] = indices[start:end], samples[start:end]
            start = end
        if start != len(indices) or start != len(samples):
            raise ValueError(f"{directory}: {len(indices)} indices, {len(samples)} samples, {start} in network.json")
        self.unseen = {name for name, node in self.nodes.items() if node["kind"] not in _COPIES}
        self.worst = 0.0
        self.failures: list[str] = []

    def compare(self, name: str, values: Tensor) -> None:
        """Compares a node of the oracle's with the golden's of that name, relative to the golden node's largest value."""
        node = self.nodes.get(name)
        if node is None:
            self.failures.append(f"{name}: the golden has no such node")
            return
        self.unseen.discard(name)
        if list(values.shape) != node["shape"]:
            self.failures.append(f"{name}: shape {list(values.shape)}, golden {node['shape']}")
            return
        indices, samples = self._kept[name]
        distance = deviation(samples, values.reshape(-1).numpy()[indices])
        if np.isfinite(samples).any() and node["largest"] > 0:
            distance *= float(np.abs(samples[np.isfinite(samples)]).max()) / node["largest"] or 1.0
        self.worst = max(self.worst, distance)
        if not distance <= TOLERANCE:
            self.failures.append(f"{name}: deviates by {distance:.3e} of the largest value, allowed {TOLERANCE:.0e}")


def check_networks(names: list[str]) -> bool:
    """Prints a row for each network and what disagrees; false if anything does, or if a network has no golden."""
    frozen = {path.parent.name for path in NETWORK_VECTORS.glob("*/network.json")}
    wanted = names or sorted(frozen)
    failed = 0
    print(f"{'network':<24}{'nodes':>7}{'seconds':>9}  worst deviation")
    for name in wanted:
        began = time.monotonic()
        golden, failures = _check(name, name in frozen)
        failed += bool(failures)
        if golden is not None:
            seconds = time.monotonic() - began
            print(f"{name:<24}{len(golden.nodes):>7}{seconds:>9.1f}  {golden.worst:.1e}", flush=True)
        for failure in failures[:10]:
            print(f"  {name}: {failure}", flush=True)
    missing = sorted(NETWORKS.keys() - frozen)
    print(f"oracle, networks: {len(wanted) - failed} agree, {failed} disagree, {len(missing)} without a golden {' '.join(missing)}".rstrip())
    return failed == 0 and not missing


def _check(name: str, is_frozen: bool) -> tuple[_Golden | None, list[str]]:
    if name not in NETWORKS:
        return None, ["the oracle does not know this network"]
    if not is_frozen:
        return None, [f"no golden in {NETWORK_VECTORS}"]
    golden = _Golden(NETWORK_VECTORS / name)
    NETWORKS[name](SeededNetwork(name, golden.compare))
    return golden, golden.failures + [f"{node}: not computed by the oracle" for node in sorted(golden.unseen)]
