"""Seeded tensors of the networks, by the rules of docs/networks/seeding.md."""

import math

import numpy as np

from .splitmix import integers

_LARGEST_LIMIT = 1024
_LEAST_EXPONENT = -24


def centred_rule(deviation: float) -> tuple[int, int, int]:
    """Limit, exponent and offset: a uniform distribution of the deviation given reaches to deviation * sqrt(3)."""
    reach = deviation * math.sqrt(3)
    exponent = _LEAST_EXPONENT
    while reach > math.ldexp(_LARGEST_LIMIT, exponent):
        exponent += 1
    return round(math.ldexp(reach, -exponent)), exponent, 0


def weight_rule(fan_in: int, gain: float) -> tuple[int, int, int]:
    """A deviation of sqrt(gain / fan_in): He and others, "Delving Deep into Rectifiers", 2015, for gain 2."""
    return centred_rule(math.sqrt(gain / fan_in))


def between_rule(least: float, greatest: float) -> tuple[int, int, int]:
    """Multiples of 1/512 from least to greatest."""
    first = round(least * 512)
    last = round(greatest * 512)
    limit = (last - first) // 2
    return limit, -9, first + limit


def seeded(name: str, shape: tuple[int, ...], rule: tuple[int, int, int]) -> np.ndarray:
    """The tensor of a name, in row-major order."""
    return integers(name, math.prod(shape), *rule).reshape(shape)
