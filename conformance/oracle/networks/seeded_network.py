"""The layers that the networks are wired from, by torch in float64, with weights seeded by docs/networks/seeding.md."""

from collections.abc import Callable, Sequence

import torch
import torch.nn.functional as functional
from torch import Tensor

from ..seeding import between_rule, centred_rule, seeded, weight_rule

_COLUMN_VALUES = 1 << 24
"""Values of an unfolded input that a convolution may hold at a time: 128 MB."""

Pair = int | tuple[int, int]


class SeededNetwork:
    """A network that computes as it is wired; whatever it names is shown to the observer."""

    def __init__(self, name: str, observe: Callable[[str, Tensor], None]) -> None:
        self.name = name
        self._observe = observe

    def seen(self, name: str, values: Tensor) -> Tensor:
        """Shows values under their name."""
        self._observe(name, values)
        return values

    def input(self, name: str, *shape: int) -> Tensor:
        """The seeded input."""
        return self.seen(name, self._seeded(name, shape, centred_rule(1)))

    def conv(
        self,
        name: str,
        values: Tensor,
        outputs: int,
        kernel: Pair,
        stride: int = 1,
        padding: int | Sequence[int] = 0,
        groups: int = 1,
        gain: float = 2,
        bias: bool = True,
    ) -> Tensor:
        """A convolution; padding is a number for all sides, or (left, right, top, bottom)."""
        height, width = (kernel, kernel) if isinstance(kernel, int) else kernel
        inputs = values.shape[1] // groups
        weight = self._seeded(f"{name}/weight", (outputs, inputs, height, width), weight_rule(inputs * height * width, gain))
        sides = (padding,) * 4 if isinstance(padding, int) else tuple(padding)
        padded = functional.pad(values, sides)
        rows = (padded.shape[2] - height) // stride + 1
        columns = (padded.shape[3] - width) // stride + 1
        band = max(1, _COLUMN_VALUES // (inputs * groups * height * width * columns))
        bands = [
            functional.conv2d(
                padded[:, :, first * stride : (min(first + band, rows) - 1) * stride + height],
                weight,
                self._bias(name, outputs, bias),
                stride=stride,
                groups=groups,
            )
            for first in range(0, rows, band)
        ]
        return self.seen(name, torch.cat(bands, dim=2))

    def up(self, name: str, values: Tensor, outputs: int, kernel: int, gain: float, bias: bool = False) -> Tensor:
        """A transposed convolution of stride 2 and padding 1 that doubles both extents."""
        inputs = values.shape[1]
        shape = (inputs, outputs, kernel, kernel)
        weight = self._seeded(f"{name}/weight", shape, weight_rule(inputs * kernel * kernel // 4, gain))
        shift = self._bias(name, outputs, bias)
        result = functional.conv_transpose2d(values, weight, shift, stride=2, padding=1, output_padding=4 - kernel)
        return self.seen(name, result)

    def dense(self, name: str, values: Tensor, outputs: int, gain: float = 2) -> Tensor:
        """A fully connected layer."""
        inputs = values.shape[1]
        weight = self._seeded(f"{name}/weight", (outputs, inputs), weight_rule(inputs, gain))
        return self.seen(name, functional.linear(values, weight, self._bias(name, outputs, True)))

    def batch_norm(self, name: str, values: Tensor, epsilon: float, gain: float = 1, scaled: bool = True) -> Tensor:
        """Stored statistics, scale and shift."""
        shape = (values.shape[1],)
        mean = self._seeded(f"{name}/mean", shape, centred_rule(0.25))
        variance = self._seeded(f"{name}/variance", shape, between_rule(0.5, 1.5))
        scale = self._scale(name, shape, gain) if scaled else None
        shift = self._seeded(f"{name}/shift", shape, centred_rule(0.25))
        return self.seen(name, functional.batch_norm(values, mean, variance, scale, shift, eps=epsilon))

    def instance_norm(self, name: str, values: Tensor, epsilon: float, gain: float = 1) -> Tensor:
        """The statistics of each plane, scale and shift."""
        shape = (values.shape[1],)
        scale = self._scale(name, shape, gain)
        shift = self._seeded(f"{name}/shift", shape, centred_rule(0.25))
        return self.seen(name, functional.instance_norm(values, weight=scale, bias=shift, eps=epsilon))

    def relu(self, name: str, values: Tensor) -> Tensor:
        """max(x, 0)."""
        return self.seen(name, torch.relu(values))

    def leaky_relu(self, name: str, values: Tensor, slope: float) -> Tensor:
        """x, or slope · x below zero; a slope is a float32 number."""
        return self.seen(name, functional.leaky_relu(values, float(torch.tensor(slope, dtype=torch.float32))))

    def max_pool(
        self, name: str, values: Tensor, kernel: int, stride: int, padding: int = 0, ceil: bool = False
    ) -> Tensor:
        """Maximum pooling; Caffe rounds the number of windows up."""
        return self.seen(name, functional.max_pool2d(values, kernel, stride, padding, ceil_mode=ceil))

    def global_average(self, name: str, values: Tensor) -> Tensor:
        """The mean of each plane."""
        return self.seen(name, values.mean(dim=(2, 3), keepdim=True))

    def reflect(self, name: str, values: Tensor, samples: int) -> Tensor:
        """Reflection around the picture."""
        return self.seen(name, functional.pad(values, (samples,) * 4, mode="reflect"))

    def concat(self, name: str, *values: Tensor) -> Tensor:
        """Channels one after the other."""
        return self.seen(name, torch.cat(values, dim=1))

    def softmax(self, name: str, values: Tensor) -> Tensor:
        """Probabilities of logits."""
        return self.seen(name, torch.softmax(values, dim=1))

    def _scale(self, name: str, shape: tuple[int, ...], gain: float) -> Tensor:
        return self._seeded(f"{name}/scale", shape, between_rule(0.75 * gain, 1.25 * gain))

    def _bias(self, name: str, outputs: int, present: bool) -> Tensor | None:
        return self._seeded(f"{name}/bias", (outputs,), centred_rule(0.125)) if present else None

    def _seeded(self, tensor: str, shape: tuple[int, ...], rule: tuple[int, int, int]) -> Tensor:
        return torch.from_numpy(seeded(f"{self.name}/{tensor}", shape, rule))
