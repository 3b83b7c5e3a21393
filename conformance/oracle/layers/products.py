"""Sums of products: docs/layers/conv2d.md, conv-transpose2d.md, dense.md and matmul.md, by torch's own functions."""

from typing import Any

import numpy as np
import torch
import torch.nn.functional as functional

from .windows import Window


def conv2d(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """Cross-correlation with zero padding, which torch knows as symmetric only: explicit here."""
    window = Window.of(layer)
    top, left, bottom, right = window.padding
    padded = functional.pad(torch.from_numpy(values), (left, right, top, bottom))
    return functional.conv2d(
        padded,
        torch.from_numpy(layer["weight"]),
        _bias(layer),
        stride=window.stride,
        dilation=window.dilation,
        groups=layer.get("groups", 1),
    ).numpy()


def conv_transpose2d(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """The full result, of which padding crops and output padding keeps or adds rows and columns; then the bias."""
    window = Window.of(layer)
    full = functional.conv_transpose2d(
        torch.from_numpy(values),
        torch.from_numpy(layer["weight"]),
        stride=window.stride,
        dilation=window.dilation,
        groups=layer.get("groups", 1),
    )
    top, left, bottom, right = window.padding
    down, across = layer.get("outputPadding", (0, 0))
    result = functional.pad(full, (-left, across - right, -top, down - bottom))
    bias = _bias(layer)
    return (result if bias is None else result + bias.reshape(1, -1, 1, 1)).numpy()


def dense(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """x · weightᵀ + bias over the last axis."""
    return functional.linear(torch.from_numpy(values), torch.from_numpy(layer["weight"]), _bias(layer)).numpy()


def matmul(layer: dict[str, Any], left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The matrix product with broadcast leading axes."""
    del layer
    return torch.matmul(torch.from_numpy(left), torch.from_numpy(right)).numpy()


def _bias(layer: dict[str, Any]) -> torch.Tensor | None:
    return torch.from_numpy(layer["bias"]) if "bias" in layer else None
