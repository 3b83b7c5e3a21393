"""When two results agree."""

import numpy as np

TOLERANCE = 1e-12
"""Of the largest finite golden value: two float64 computations whose sums run in different orders."""


def deviation(golden: np.ndarray, actual: np.ndarray) -> float:
    """The largest distance between finite values over the largest finite golden value; ∞ where the rest differs."""
    if golden.shape != actual.shape:
        return float("inf")
    finite = np.isfinite(golden)
    if not np.array_equal(golden[~finite], actual[~finite], equal_nan=True) or not np.isfinite(actual[finite]).all():
        return float("inf")
    if not finite.any():
        return 0.0
    distance = float(np.abs(golden[finite] - actual[finite]).max())
    largest = float(np.abs(golden[finite]).max())
    return distance / largest if distance > 0 and largest > 0 else distance
