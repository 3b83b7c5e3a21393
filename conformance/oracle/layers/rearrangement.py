"""Layers that move values and compute nothing; each page in docs/layers/ has the formula."""

from typing import Any

import numpy as np
import torch
import torch.nn.functional as functional

from ..vectors import single


def concat(layer: dict[str, Any], *inputs: np.ndarray) -> np.ndarray:
    """Inputs end to end along an axis, 1 by default."""
    return np.concatenate(inputs, axis=layer.get("axis", 1))


def expand(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """Broadcast to the target's shape."""
    return np.broadcast_to(values, layer["target"])


def flatten(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """A matrix whose rows are the axes before the given one."""
    axis = layer.get("axis", 1)
    rows = int(np.prod(values.shape[:axis], dtype=np.int64))
    columns = int(np.prod(values.shape[axis:], dtype=np.int64))
    return values.reshape(rows, columns)


def reshape(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """The same values in row-major order."""
    return values.reshape(layer["target"])


def squeeze(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """Without the given axes, whose extents are 1."""
    return np.squeeze(values, axis=tuple(layer["axes"]))


def unsqueeze(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """With axes of extent 1 at the given places of the output."""
    return np.expand_dims(values, axis=tuple(layer["axes"]))


def transpose(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """Output axis i is input axis permutation[i]."""
    return np.transpose(values, layer["permutation"])


def tile(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """The whole, repeated along each axis."""
    return np.tile(values, layer["repeats"])


def pad(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """Samples before and after: a constant, or what numpy calls reflect, edge and wrap."""
    widths = list(zip(layer["before"], layer["after"]))
    mode = layer.get("mode", "constant")
    if mode == "constant":
        return np.pad(values, widths, constant_values=single(layer.get("value", 0.0)))
    return np.pad(values, widths, mode=mode)


def slice_(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """Along each axis, count samples from a start, step apart."""
    for axis, (start, count, step) in enumerate(zip(layer["starts"], layer["counts"], layer["steps"])):
        values = np.take(values, start + step * np.arange(count), axis=axis)
    return values


def space_to_depth(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """Blocks of space into channels; channel-first is torch's pixel_unshuffle."""
    block = layer["block"]
    if layer.get("order", "block-first") == "channel-first":
        return functional.pixel_unshuffle(torch.from_numpy(values), block).numpy()
    return _blocks_to_channels(values, block)


def depth_to_space(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """Channels into blocks of space; channel-first is torch's pixel_shuffle."""
    block = layer["block"]
    if layer.get("order", "block-first") == "channel-first":
        return functional.pixel_shuffle(torch.from_numpy(values), block).numpy()
    batch, channels, height, width = values.shape
    parted = values.reshape(batch, block, block, channels // block**2, height, width)
    return parted.transpose(0, 3, 4, 1, 5, 2).reshape(batch, channels // block**2, height * block, width * block)


def darknet_reorg(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """Space to depth of the input seen as [C / s², H · s, W · s]."""
    stride = layer["stride"]
    batch, channels, height, width = values.shape
    seen = values.reshape(batch, channels // stride**2, height * stride, width * stride)
    return _blocks_to_channels(seen, stride).reshape(batch, channels * stride**2, height // stride, width // stride)


def _blocks_to_channels(values: np.ndarray, block: int) -> np.ndarray:
    batch, channels, height, width = values.shape
    parted = values.reshape(batch, channels, height // block, block, width // block, block)
    return parted.transpose(0, 3, 5, 1, 2, 4).reshape(batch, channels * block**2, height // block, width // block)
