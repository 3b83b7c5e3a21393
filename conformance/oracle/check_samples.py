"""Recomputes what is stored of the samples: pairs of inputs and outputs, and what each application makes of a picture."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from . import samples
from .agreement import TOLERANCE, deviation

PAIRS, EXPECTED = samples.SAMPLES / "pairs", samples.SAMPLES / "expected"


def check_samples(write: bool) -> bool:
    """Prints a line for each file that differs; writes the files anew instead if asked to."""
    differ = count = 0
    for path, value in _files():
        count += 1
        if write:
            _write(path, value)
        elif not _agrees(path, value):
            differ += 1
            print(f"{path.relative_to(samples.SAMPLES)}: differs")
    print(f"oracle, samples: {count - differ} {'written' if write else 'agree'}, {differ} differ")
    return differ == 0


def _files() -> Iterator[tuple[Path, Any]]:
    for name, inputs in _pair_inputs().items():
        for kind, arrays in (("in", inputs), ("out", samples.run(name, **{k: v.astype(np.float64) for k, v in inputs.items()}))):
            for tensor, values in arrays.items():
                yield PAIRS / name / f"{kind}.{tensor}.npy", values
    view, table = samples.read("landscape.png"), samples.read("dishes.png")
    yield EXPECTED / "stylize.png", samples.stylized(view, [0.7, 0.3, 0, 0])
    yield EXPECTED / "translate.png", samples.translated(samples.read("metal.png"), "metal-to-fabric")
    yield EXPECTED / "erase-text.png", samples.erased(samples.read("landscape-text.png"))
    yield EXPECTED / "dishes.json", samples.dishes(table)
    for height, width in ((41, 30), (97, 71)):
        yield EXPECTED / f"resize-{height}x{width}.npy", samples.resize(samples.read("dish.png"), height, width).astype(np.float32)


def _pair_inputs() -> dict[str, dict[str, np.ndarray]]:
    """Small pictures, so that every engine can be asked; cut where there is something to see."""
    def cut(picture: str, top: int, left: int, side: int = 64) -> np.ndarray:
        return samples.read(picture)[:, :, top:top + side, left:left + side]

    unit = lambda picture: (picture / 255).astype(np.float32)
    signed = lambda picture: (picture / 127.5 - 1).astype(np.float32)
    return {
        "style-full": {"picture": unit(cut("landscape.png", 90, 250)), "style": np.array([[0.5, 0.25, 0.25, 0]], np.float32)},
        "style-mobile": {"picture": unit(cut("landscape.png", 90, 250)), "style": np.array([[0, 0.5, 0.25, 0.25]], np.float32)},
        "text-eraser": {"picture": unit(cut("landscape-text.png", 20, 25))},
        "metal-to-fabric": {"picture": signed(cut("metal.png", 60, 60))},
        "fabric-to-metal": {"picture": signed(cut("fabric.png", 60, 60))},
        "dish-detector": {"image": unit(cut("dishes.png", 112, 112, 224))},
        "dish-calories": {"image": unit(samples.read("dish.png"))},
    }


def _write(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".png":
        samples.write(path, value)
    elif path.suffix == ".json":
        path.write_text("[\n" + ",\n".join("  " + json.dumps(item) for item in value) + "\n]\n", encoding="utf-8")
    else:
        np.save(path, value)


def _agrees(path: Path, value: Any) -> bool:
    if path.suffix == ".png":
        return np.array_equal(np.asarray(Image.open(path), np.float64).transpose(2, 0, 1)[None], samples.samples(value))
    if path.suffix == ".json":
        return np.allclose([list(item.values()) for item in json.loads(path.read_text(encoding="utf-8"))], [list(item.values()) for item in value], atol=1e-9)
    return deviation(np.load(path).astype(np.float64), value.astype(np.float64)) <= TOLERANCE
