"""The trained samples, run on the oracle's layers, and what the applications make of them, with Pillow for the pictures."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from .layers import LAYERS
from .vectors import CONFORMANCE

SAMPLES = CONFORMANCE.parent / "samples"


def run(name: str, **inputs: np.ndarray) -> dict[str, np.ndarray]:
    """A sample's outputs by name, for pictures of any size that it takes."""
    folder = SAMPLES / "models" / name
    network = json.loads((folder / "network.json").read_text(encoding="utf-8"))
    weights = np.load(folder / network["weights"])
    values: dict[str, np.ndarray] = dict(inputs)
    for node in network["nodes"]:
        layer = {k: weights[v].astype(np.float64) if isinstance(v, str) and v in weights else v for k, v in node["layer"].items()}
        if layer["kind"] != "input":
            values[node["name"]] = _compute(layer, [values[i] for i in node["inputs"]], values)
    return {output["name"]: values[output["node"]] for output in network["outputs"]}


def _compute(layer: dict[str, Any], inputs: list[np.ndarray], earlier: dict[str, np.ndarray]) -> np.ndarray:
    if layer["kind"] == "slice":  # Every slice of the samples crops both ends alike, whatever the size.
        return inputs[0][tuple(slice(start, extent - start) for start, extent in zip(layer["starts"], inputs[0].shape))]
    if layer["kind"] == "expand":  # The style is spread over the encoder's output, which was computed last before it.
        like = [value for value in earlier.values() if value.ndim == 4][-2]
        return np.broadcast_to(inputs[0], inputs[0].shape[:2] + like.shape[2:])
    return LAYERS[layer["kind"]](layer, *inputs)


def read(picture: str) -> np.ndarray:
    """A picture of the samples: 1 × 3 × height × width, 0 to 255."""
    return np.asarray(Image.open(SAMPLES / "pictures" / picture).convert("RGB"), np.float64).transpose(2, 0, 1)[None]


def write(path: Path, picture: np.ndarray) -> None:
    """Writes a picture, its samples rounded half to even."""
    Image.fromarray(samples(picture)[0].transpose(1, 2, 0).astype(np.uint8)).save(path, optimize=True)


def samples(values: np.ndarray) -> np.ndarray:
    """Samples as files hold them."""
    return np.clip(np.rint(values), 0, 255)


def resize(picture: np.ndarray, height: int, width: int) -> np.ndarray:
    """Pillow's triangle filter, in its float32 mode, which does not round between the passes."""
    planes = [np.asarray(Image.fromarray(plane.astype(np.float32), "F").resize((width, height), Image.BILINEAR)) for plane in picture[0]]
    return np.stack(planes)[None].astype(np.float64)


def unit(picture: np.ndarray) -> np.ndarray:
    """Samples as most samples' networks take them, 0 to 1."""
    return picture / 255


def stylized(picture: np.ndarray, style: list[float]) -> np.ndarray:
    """Painted by the unreduced network; the picture's sides divide by four."""
    return run("style-full", picture=unit(picture), style=np.array([style], np.float64))["stylised"] * 255


def translated(picture: np.ndarray, name: str) -> np.ndarray:
    """By a generator that takes and gives -1 to 1."""
    return (run(name, picture=picture / 127.5 - 1)["translated"] + 1) * 127.5


def erased(picture: np.ndarray, tile: int = 256, overlap: int = 64) -> np.ndarray:
    """In tiles spread evenly, blended by how far a pixel lies from its tile's edge."""
    def starts(extent: int) -> list[int]:
        steps = max(-(-(extent - tile) // (tile - overlap)), 0)
        return [i * (extent - tile) // max(steps, 1) for i in range(steps + 1)]

    place = np.arange(tile)
    ramp = np.minimum(np.minimum(place + 1, tile - place), overlap + 1)
    share = np.outer(ramp, ramp).astype(np.float64)
    total, weight = np.zeros_like(picture), np.zeros(picture.shape[2:])
    for top in starts(picture.shape[2]):
        for left in starts(picture.shape[3]):
            here = np.s_[..., top:top + tile, left:left + tile]
            total[here] += share * samples(run("text-eraser", picture=unit(picture[here]))["erased"] * 255)
            weight[here] += share
    return total / weight


def dishes(picture: np.ndarray) -> list[dict[str, Any]]:
    """Detected dishes, best first, with what the estimator makes of the window around each."""
    height, width = picture.shape[2:]
    seen = unit(resize(picture, 224, 224))
    found = []
    for box, kind, score in _boxes(run("dish-detector", image=seen)["detections"]):
        centre_x, centre_y, wide, high = box
        x, y = (int(min(max(round(c * 224), 0), 224)) for c in (centre_x, centre_y))
        window = np.pad(seen, ((0, 0), (0, 0), (56, 56), (56, 56)), mode="edge")[:, :, y:y + 112, x:x + 112]
        estimate = run("dish-calories", image=window)
        category = int(estimate["category"].argmax())
        edges = {"left": (centre_x - wide / 2) * width, "top": (centre_y - high / 2) * height, "right": (centre_x + wide / 2) * width, "bottom": (centre_y + high / 2) * height}
        found.append({"class": kind, "score": score, "category": category, "probability": float(estimate["category"][0, category]),
                      "kilocalories": float(estimate["calories"][0, 0]), **{k: int(min(max(round(v), 0), width if k in ("left", "right") else height)) for k, v in edges.items()}})
    return found


def _boxes(raw: np.ndarray, threshold: float = 0.4, limit: float = 0.45) -> list[tuple[tuple[float, ...], int, float]]:
    anchors = np.array([0.23, 0.29, 0.35, 0.42, 0.49])
    cells = raw.reshape(5, 10, 7, 7)
    sigmoid = lambda v: 1 / (1 + np.exp(-v))
    candidates = []
    for row in range(7):
        for column in range(7):
            for a, anchor in enumerate(anchors):
                t = cells[a, :, row, column]
                odds = np.exp(t[5:] - t[5:].max())
                scores = sigmoid(t[4]) * odds / odds.sum()
                box = ((sigmoid(t[0]) + column) / 7, (sigmoid(t[1]) + row) / 7, anchor * np.exp(t[2]), anchor * np.exp(t[3]))
                candidates += [(box, k, float(s)) for k, s in enumerate(scores) if s > threshold]
    kept: list[tuple[tuple[float, ...], int, float]] = []
    for candidate in sorted(candidates, key=lambda c: -c[2]):
        if all(candidate[1] != other[1] or _overlap(candidate[0], other[0]) <= limit for other in kept):
            kept.append(candidate)
    return kept


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    sides = [max(0.0, min(a[i] + a[i + 2] / 2, b[i] + b[i + 2] / 2) - max(a[i] - a[i + 2] / 2, b[i] - b[i + 2] / 2)) for i in (0, 1)]
    shared = sides[0] * sides[1]
    return shared / (a[2] * a[3] + b[2] * b[3] - shared) if shared else 0.0
