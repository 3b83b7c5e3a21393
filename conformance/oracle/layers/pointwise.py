"""Functions of single values and of pairs of values; each page in docs/layers/ has the formula. Scalars are float32."""

from typing import Any

import numpy as np
import torch

from ..vectors import single

_UNARY = {
    "abs": np.abs,
    "exp": np.exp,
    "log": np.log,
    "neg": np.negative,
    "reciprocal": np.reciprocal,
    "sqrt": np.sqrt,
}
_BINARY = {
    "add": np.add,
    "div": np.divide,
    "max": np.maximum,
    "min": np.minimum,
    "mul": np.multiply,
    "pow": np.power,
    "sub": np.subtract,
}


def identity(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """y = x."""
    del layer
    return values


def constant(layer: dict[str, Any]) -> np.ndarray:
    """The tensor itself, without any input."""
    return layer["value"]


def unary(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """|x|, eˣ, log x, -x, 1/x or √x."""
    return _UNARY[layer["function"]](values)


def binary(layer: dict[str, Any], left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """A function of two inputs that broadcast; a NaN gives NaN in min and max too."""
    return _BINARY[layer["function"]](left, right)


def relu(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """max(x, 0)."""
    del layer
    return torch.relu(torch.from_numpy(values)).numpy()


def leaky_relu(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """x, or slope · x below zero."""
    return np.where(values < 0, single(layer.get("slope", 0.01)) * values, values)


def prelu(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """x, or a trained slope times x below zero; the slope broadcasts at the last axes."""
    return np.where(values < 0, layer["slope"] * values, values)


def elu(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """x, or α · (eˣ - 1) below zero."""
    return np.where(values < 0, single(layer.get("alpha", 1.0)) * np.expm1(np.minimum(values, 0)), values)


def sigmoid(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """1 / (1 + e⁻ˣ)."""
    del layer
    return torch.sigmoid(torch.from_numpy(values)).numpy()


def hard_sigmoid(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """α · x + β, cut off at 0 and 1."""
    return np.clip(single(layer.get("alpha", 0.2)) * values + single(layer.get("beta", 0.5)), 0.0, 1.0)


def tanh(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """The hyperbolic tangent."""
    del layer
    return torch.tanh(torch.from_numpy(values)).numpy()


def softplus(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """log(1 + eˣ)."""
    del layer
    return np.logaddexp(values, 0.0)


def clip(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """min(max(x, minimum), maximum)."""
    raised = np.maximum(values, single(layer.get("minimum", -np.inf)))
    return np.minimum(raised, single(layer.get("maximum", np.inf)))


def reduce(layer: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """Sum, mean, product, extreme or Euclidean norm over axes."""
    axes, keep = tuple(layer["axes"]), layer.get("keepDimensions", True)
    if layer["function"] == "l2":
        return np.sqrt(np.square(values).sum(axis=axes, keepdims=keep))
    functions = {"max": np.max, "mean": np.mean, "min": np.min, "product": np.prod, "sum": np.sum}
    return functions[layer["function"]](values, axis=axes, keepdims=keep)
