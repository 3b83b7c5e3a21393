"""The seeded generator, recomputed with numpy's uint64 from its definition in docs/vectors.md.

SplitMix64: G. Steele, D. Lea, C. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
FNV-1a: G. Fowler, L. Noll, K.-P. Vo, 64-bit offset basis and prime.
"""

import numpy as np

_MASK = (1 << 64) - 1
_GOLDEN_GAMMA = 0x9E3779B97F4A7C15
_BLOCK = 1 << 20


def seed_of(text: str) -> int:
    """FNV-1a: for each octet, seed = (seed xor octet) * prime, modulo 2^64."""
    seed = 0xCBF29CE484222325
    for octet in text.encode("utf-8"):
        seed = (seed ^ octet) * 0x100000001B3 & _MASK
    return seed


def stream(text: str, start: int, count: int) -> np.ndarray:
    """Values start … start + count - 1 of the stream that a text names: mix64(seed + (i + 1) * gamma)."""
    counter = np.arange(start + 1, start + count + 1, dtype=np.uint64)
    mixed = counter * np.uint64(_GOLDEN_GAMMA) + np.uint64(seed_of(text))
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def integers(text: str, count: int, limit: int, exponent: int, offset: int = 0) -> np.ndarray:
    """Whole numbers from -limit to limit, plus offset, times 2^exponent, as float64."""
    values = np.empty(count)
    modulus = np.uint64(2 * limit + 1)
    for start in range(0, count, _BLOCK):
        block = stream(text, start, min(_BLOCK, count - start))
        block = ((block >> np.uint64(11)) % modulus).astype(np.int64) + (offset - limit)
        values[start:start + len(block)] = np.ldexp(block.astype(np.float64), exponent)
    return values


def full_mantissa(text: str, count: int, exponent: int) -> np.ndarray:
    """Numbers of either sign from 2^exponent to 2^(exponent + 1) whose 24 bits of significand are all in use."""
    bits = stream(text, 0, count)
    sign = 1.0 - 2.0 * (bits >> np.uint64(63)).astype(np.float64)
    fraction = ((bits >> np.uint64(40)) & np.uint64(0x7FFFFF) | np.uint64(1)).astype(np.float64)
    return np.ldexp(sign * (1.0 + fraction / 2.0**23), exponent)
