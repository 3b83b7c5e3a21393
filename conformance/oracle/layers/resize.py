"""Resize along any axes: docs/layers/resize.md. Positions and weights are exact fractions until they are applied."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

_HALF = Fraction(1, 2)


def resize(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """Samples each axis in turn; an axis that keeps its size with scale 1 is copied, except by crop-and-resize."""
    sizes = layer["sizes"]
    scales = layer.get("scales") or [None] * len(sizes)
    region = layer.get("region")
    outside = np.zeros((1,) * len(sizes), dtype=bool)
    for axis, (size, given) in enumerate(zip(sizes, scales)):
        extent = values.shape[axis]
        if region is None and size == extent and given in (None, 1):
            continue
        scale = Fraction(size, extent) if given is None else Fraction(given)
        ends = None if region is None else (Fraction(region[axis]), Fraction(region[axis + len(sizes)]))
        positions = [_position(layer, i, extent, size, scale, ends) for i in range(size)]
        values = _sampled(values, axis, [_weights(layer, position, extent, scale) for position in positions])
        if region is not None:
            beyond = np.array([position < 0 or position > extent - 1 for position in positions])
            outside = outside | beyond.reshape([-1 if a == axis else 1 for a in range(len(sizes))])
    return np.where(outside, float(np.float32(layer.get("extrapolationValue", 0.0))), values)


def _position(
    layer: dict[str, Any], index: int, extent: int, size: int, scale: Fraction, ends: tuple[Fraction, Fraction] | None
) -> Fraction:
    length = extent * scale
    rule = layer.get("coordinates", "half-pixel")
    if rule == "half-pixel":
        return (index + _HALF) / scale - _HALF
    if rule == "half-pixel-symmetric":
        return Fraction(extent, 2) * (1 - size / length) + (index + _HALF) / scale - _HALF
    if rule == "pytorch-half-pixel":
        return Fraction(0) if size == 1 else (index + _HALF) / scale - _HALF
    if rule == "align-corners":
        return Fraction(0) if size == 1 else index * (extent - 1) / (length - 1)
    if rule == "asymmetric":
        return index / scale
    if rule == "half-pixel-for-nearest":
        return (index + _HALF) / scale
    start, end = ends
    if size == 1:
        return _HALF * (start + end) * (extent - 1)
    return start * (extent - 1) + index * (end - start) * (extent - 1) / (size - 1)


def _weights(layer: dict[str, Any], position: Fraction, extent: int, scale: Fraction) -> dict[int, Fraction]:
    """The samples of a position and their weights, none of them 0."""
    interpolation = layer.get("interpolation", "nearest")
    if interpolation == "nearest":
        nearest = _ROUNDINGS[layer.get("rounding", "round-prefer-floor")](position)
        return {min(max(nearest, 0), extent - 1): Fraction(1)}
    antialias = layer.get("antialias", False) and scale < 1
    stretch = scale if antialias else Fraction(1)
    radius = (1 if interpolation == "linear" else 2) / stretch
    coefficient = Fraction(layer.get("cubicCoefficient", -0.75))
    exclude = layer.get("excludeOutside", False)
    weights: dict[int, Fraction] = {}
    for neighbour in range(math.floor(position - radius), math.ceil(position + radius) + 1):
        distance = abs(neighbour - position) * stretch
        weight = max(1 - distance, Fraction(0)) if interpolation == "linear" else _keys(distance, coefficient)
        if exclude and not 0 <= neighbour < extent:
            continue
        sample = min(max(neighbour, 0), extent - 1)
        weights[sample] = weights.get(sample, Fraction(0)) + weight
    total = sum(weights.values())
    if total == 0:
        return {min(max(round(position), 0), extent - 1): Fraction(1)}
    if antialias or exclude:
        weights = {sample: weight / total for sample, weight in weights.items()}
    return {sample: weight for sample, weight in weights.items() if weight != 0}


def _keys(distance: Fraction, a: Fraction) -> Fraction:
    """R. Keys, "Cubic Convolution Interpolation for Digital Image Processing", 1981."""
    if distance <= 1:
        return (a + 2) * distance**3 - (a + 3) * distance**2 + 1
    if distance < 2:
        return a * distance**3 - 5 * a * distance**2 + 8 * a * distance - 4 * a
    return Fraction(0)


def _sampled(values: np.ndarray, axis: int, weights: list[dict[int, Fraction]]) -> np.ndarray:
    moved = np.moveaxis(values, axis, 0)
    rows = [sum(moved[sample] * float(weight) for sample, weight in row.items()) for row in weights]
    return np.moveaxis(np.stack(rows), 0, axis)


_ROUNDINGS: dict[str, Callable[[Fraction], int]] = {
    "round-prefer-floor": lambda position: math.ceil(position - _HALF),
    "round-prefer-ceil": lambda position: math.floor(position + _HALF),
    "floor": math.floor,
    "ceil": math.ceil,
}
