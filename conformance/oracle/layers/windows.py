"""Sliding windows over height and width, with the rounding rules of docs/layers/max-pool2d.md."""

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Window:
    """Kernel, stride and dilation as (height, width); padding as (top, left, bottom, right)."""

    kernel: tuple[int, int]
    stride: tuple[int, int]
    dilation: tuple[int, int]
    padding: tuple[int, int, int, int]

    @staticmethod
    def of(layer: dict[str, Any]) -> "Window":
        """The window of a layer, with the defaults of what it leaves out."""
        window = layer["window"]
        return Window(
            tuple(window["kernel"]),
            tuple(window.get("stride", (1, 1))),
            tuple(window.get("dilation", (1, 1))),
            tuple(window.get("padding", (0, 0, 0, 0))),
        )

    def reach(self, axis: int) -> int:
        """Extent of the dilated kernel."""
        return (self.kernel[axis] - 1) * self.dilation[axis] + 1

    def count(self, axis: int, extent: int, rounding: str) -> int:
        """Windows along an axis: rounded up, a last one that starts beyond input and padding before it is dropped."""
        before, after = self.padding[axis], self.padding[axis + 2]
        room = extent + before + after - self.reach(axis)
        if rounding == "floor":
            return room // self.stride[axis] + 1
        count = -(-room // self.stride[axis]) + 1
        clips = rounding == "ceil" or any(self.padding)
        return count - 1 if clips and (count - 1) * self.stride[axis] >= extent + before else count

    def taps(self, values: np.ndarray, fill: float, rounding: str = "floor", padding_fill: float | None = None) -> np.ndarray:
        """All taps of all windows, [N, C, windows down, windows across, kernel height, kernel width].

        Taps in the padding have the padding's fill (by default the other), those that overhang beyond it the fill.
        """
        counts = [self.count(axis, values.shape[2 + axis], rounding) for axis in (0, 1)]
        ends = [(counts[axis] - 1) * self.stride[axis] + self.reach(axis) for axis in (0, 1)]
        top, left, bottom, right = self.padding
        padded = np.pad(
            values,
            ((0, 0), (0, 0), (top, bottom), (left, right)),
            constant_values=fill if padding_fill is None else padding_fill,
        )
        overhang = [max(0, ends[axis] - padded.shape[2 + axis]) for axis in (0, 1)]
        padded = np.pad(padded, ((0, 0), (0, 0), (0, overhang[0]), (0, overhang[1])), constant_values=fill)
        padded = padded[:, :, : ends[0], : ends[1]]
        views = np.lib.stride_tricks.sliding_window_view(padded, (self.reach(0), self.reach(1)), axis=(2, 3))
        return views[:, :, :: self.stride[0], :: self.stride[1], :: self.dilation[0], :: self.dilation[1]]
