"""Pooling: docs/layers/max-pool2d.md, argmax-pool2d.md, average-pool2d.md, l2-pool2d.md and global-pool.md."""

from typing import Any

import numpy as np

from .windows import Window


def max_pool2d(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """The largest tap inside the input."""
    return Window.of(layer).taps(values, -np.inf, layer.get("rounding", "floor")).max(axis=(4, 5))


def argmax_pool2d(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """The flat index of the first of the largest taps, NaN largest; padding is less than -inf, so it is no candidate."""
    window, rounding = Window.of(layer), layer.get("rounding", "floor")
    batch, channels, height, width = values.shape
    rows, columns = np.meshgrid(np.arange(height), np.arange(width), indexing="ij")
    place = columns * height + rows if layer.get("columnMajor", False) else rows * width + columns
    plane = np.arange(batch * channels).reshape(batch, channels, 1, 1) * (height * width)
    indices = window.taps((plane + place).astype(np.float64), -1.0, rounding)
    taps = window.taps(values, -np.inf, rounding)
    flat = taps.shape[:4] + (-1,)
    indices, taps = indices.reshape(flat), taps.reshape(flat)
    inside = indices >= 0
    largest = taps.max(axis=-1, keepdims=True)
    is_largest = inside & ((taps == largest) | (np.isnan(taps) & np.isnan(largest)))
    first = is_largest.argmax(axis=-1)[..., np.newaxis]
    return np.take_along_axis(indices, first, axis=-1)[..., 0]


def average_pool2d(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """Sum over the taps inside the input, divided by those inside it, inside it or its padding, or by all taps."""
    window, rounding = Window.of(layer), layer.get("rounding", "floor")
    total = window.taps(values, 0.0, rounding).sum(axis=(4, 5))
    divisor = layer.get("divisor", "inside")
    if divisor == "window":
        return total / (window.kernel[0] * window.kernel[1])
    inside = np.ones((1, 1) + values.shape[2:])
    return total / window.taps(inside, 0.0, rounding, 1.0 if divisor == "padded" else 0.0).sum(axis=(4, 5))


def l2_pool2d(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """The root of the sum of squares of the taps inside the input."""
    taps = Window.of(layer).taps(values, 0.0, layer.get("rounding", "floor"))
    return np.sqrt(np.square(taps).sum(axis=(4, 5)))


def global_pool(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """Average, maximum or Euclidean norm over all axes from 2 on, which stay with extent 1."""
    space = tuple(range(2, values.ndim))
    function = layer["function"]
    if function == "average":
        return values.mean(axis=space, keepdims=True)
    if function == "max":
        return values.max(axis=space, keepdims=True)
    return np.sqrt(np.square(values).sum(axis=space, keepdims=True))
