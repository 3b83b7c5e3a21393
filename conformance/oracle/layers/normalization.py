"""Norms: docs/layers/batch-norm.md, instance-norm.md, local-response-norm.md, l2-normalize.md, mean-variance-norm.md."""

from typing import Any

import numpy as np
import torch
import torch.nn.functional as functional


def batch_norm(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """scale · (x - mean) / √(variance + ε) + shift, channels on axis 1."""
    column = (1, -1) + (1,) * (values.ndim - 2)
    root = np.sqrt(layer["variance"] + layer.get("epsilon", 1e-5)).reshape(column)
    normalized = (values - layer["mean"].reshape(column)) / root
    return _scaled(layer, normalized, column)


def instance_norm(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """As batch norm, with the mean and the biased variance of each plane."""
    space = tuple(range(2, values.ndim))
    centred = values - values.mean(axis=space, keepdims=True)
    variance = np.square(centred).mean(axis=space, keepdims=True)
    normalized = centred / np.sqrt(variance + layer.get("epsilon", 1e-5))
    return _scaled(layer, normalized, (1, -1) + (1,) * len(space))


def local_response_norm(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """x / (k + α / n · Σ x²)^β over neighbouring channels, or over a square around each sample."""
    size = layer["size"]
    squares = np.square(values)
    if layer.get("region", "across-channels") == "across-channels":
        before, count = (size - 1) // 2, size
        padded = np.pad(squares, [(0, 0), (before, size - 1 - before)] + [(0, 0)] * (values.ndim - 2))
        energy = np.lib.stride_tricks.sliding_window_view(padded, size, axis=1).sum(axis=-1)
    else:
        half, count = size // 2, size * size
        padded = np.pad(squares, ((0, 0), (0, 0), (half, half), (half, half)))
        energy = np.lib.stride_tricks.sliding_window_view(padded, (size, size), axis=(2, 3)).sum(axis=(4, 5))
    base = layer.get("k", 1.0) + layer.get("alpha", 1e-4) / count * energy
    return values / np.power(base, layer.get("beta", 0.75))


def l2_normalize(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """x / d, where d comes of Σx² and ε; 0 where d is 0."""
    squares = np.square(values).sum(axis=tuple(layer["axes"]), keepdims=True)
    divisor = _root(squares, layer.get("epsilon", 1e-12), layer.get("placement", "floor"))
    return np.where(divisor == 0, 0.0, values / divisor)


def mean_variance_norm(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """(x - mean) / s over chosen axes, where s comes of the biased variance and ε; or x - mean alone."""
    axes = tuple(layer["axes"])
    centred = values - values.mean(axis=axes, keepdims=True)
    if not layer.get("normalizeVariance", True):
        return centred
    variance = np.square(centred).mean(axis=axes, keepdims=True)
    return centred / _root(variance, layer.get("epsilon", 1e-9), layer.get("placement", "outside-root"))


def softmax(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """eˣ / Σ eˣ along an axis."""
    return torch.softmax(torch.from_numpy(values), layer["axis"]).numpy()


def log_softmax(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """x - log Σ eˣ along an axis."""
    return functional.log_softmax(torch.from_numpy(values), layer["axis"]).numpy()


def _scaled(layer: dict[str, Any], normalized: np.ndarray, column: tuple[int, ...]) -> np.ndarray:
    if "scale" in layer:
        normalized = normalized * layer["scale"].reshape(column)
    return normalized + layer["shift"].reshape(column) if "shift" in layer else normalized


def _root(squares: np.ndarray, epsilon: float, placement: str) -> np.ndarray:
    if placement == "inside-root":
        return np.sqrt(squares + epsilon)
    root = np.sqrt(squares)
    return root + epsilon if placement == "outside-root" else np.maximum(root, epsilon)
