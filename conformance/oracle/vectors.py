"""Layer vectors and .npy goldens, read by the format of docs/vectors.md."""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .splitmix import full_mantissa, integers

CONFORMANCE = Path(__file__).resolve().parent.parent
LAYER_VECTORS = CONFORMANCE / "vectors" / "layers"


def number(value: Any) -> float:
    """A number, or one of the texts NaN, Infinity and -Infinity."""
    return float(value)


def single(value: Any) -> float:
    """A number rounded to float32, which is what scalar parameters of a layer that are declared so hold."""
    return float(np.float32(number(value)))


def tensor(description: dict[str, Any], identity: str) -> np.ndarray:
    """A tensor as float64: its values are rounded to float32, seeded, of full mantissas, or one number throughout."""
    shape = tuple(description["shape"])
    count = math.prod(shape)
    if "values" in description:
        with np.errstate(over="ignore"):
            flat = np.array([number(v) for v in description["values"]], dtype=np.float64).astype(np.float32).astype(np.float64)
    elif "seeded" in description:
        seeded = description["seeded"]
        flat = integers(f"{identity}/{seeded['name']}", count, seeded["limit"], seeded["exponent"], seeded.get("offset", 0))
    elif "fullMantissa" in description:
        full = description["fullMantissa"]
        flat = full_mantissa(f"{identity}/{full['name']}", count, full["exponent"])
    else:
        flat = np.full(count, single(description["fill"]))
    return flat.reshape(shape)


@dataclass(frozen=True)
class LayerVector:
    """One valid or refused case: the layer's members with its tensors filled in, its inputs and what must come out."""

    identity: str
    layer: dict[str, Any]
    inputs: list[np.ndarray]
    tier: str | None
    rounding: float
    golden: np.ndarray | None
    """Absent for a layer that must be refused."""


def read_layer_vector(path: Path) -> LayerVector:
    """Reads a case; a refused one keeps its description only, for its tensors may be malformed on purpose."""
    case = json.loads(path.read_text(encoding="utf-8"))
    identity, expected = case["id"], case["expected"]
    if "invalid" in expected:
        return LayerVector(identity, case["layer"], [], None, 0.0, None)
    layer = {k: tensor(v, identity) if isinstance(v, dict) and "shape" in v else v for k, v in case["layer"].items()}
    inputs = [tensor(description, identity) for description in case["inputs"]]
    return LayerVector(identity, layer, inputs, case["tier"], case["source"].get("rounding", 0.0), _golden(path, expected))


def _golden(path: Path, expected: dict[str, Any]) -> np.ndarray:
    if "file" in expected:
        golden = np.load(path.with_name(expected["file"]), allow_pickle=False)
    else:
        golden = np.array([number(v) for v in expected["values"]], dtype=np.float64)
    return golden.reshape(expected["shape"])
