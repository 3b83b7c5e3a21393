"""ConvDeconvNet (J. Johnson, A. Alahi, L. Fei-Fei, ECCV 2016, supplementary table 1) and its forms with instance norm
(D. Ulyanov and others, 2016), with 4×4 kernels, and with a style input (K. Yanai, R. Tanno, ICMR 2017)."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from .seeded_network import SeededNetwork


@dataclass(frozen=True)
class _Form:
    """A network with one of the two norms."""

    net: SeededNetwork
    instance: bool

    def norm(self, name: str, x: Tensor, gain: float = 1) -> Tensor:
        normalize = self.net.instance_norm if self.instance else self.net.batch_norm
        return normalize(name, x, 1e-5, gain)

    def finish(self, name: str, x: Tensor) -> Tensor:
        return self.net.relu(f"{name}/relu", self.norm(f"{name}/norm", x))

    def conv(self, name: str, x: Tensor, outputs: int, kernel: int, stride: int, padding: int, gain: float = 1.5) -> Tensor:
        return self.finish(name, self.net.conv(name, x, outputs, kernel, stride, padding, gain=gain, bias=False))

    def up(self, name: str, x: Tensor, outputs: int, kernel: int) -> Tensor:
        return self.finish(name, self.net.up(name, x, outputs, kernel, 1.5))

    def encode(self, image: Tensor) -> Tensor:
        x = self.conv("conv1", self.net.reflect("pad", image, 40), 32, 9, 1, 4, gain=1)
        return self.conv("conv3", self.conv("conv2", x, 64, 3, 2, 1), 128, 3, 2, 1)

    def residuals(self, x: Tensor, padding: int) -> Tensor:
        for number in range(1, 6):
            name = f"residual{number}"
            branch = self.conv(f"{name}/conv1", x, 128, 3, 1, padding)
            branch = self.net.conv(f"{name}/conv2", branch, 128, 3, 1, padding, gain=1.5, bias=False)
            branch = self.norm(f"{name}/conv2/norm", branch, 0.5)
            skip = x if padding else self.net.seen(f"{name}/crop", x[:, :, 2:-2, 2:-2])
            x = self.net.seen(f"{name}/add", skip + branch)
        return x

    def colours(self, x: Tensor, kernel: int) -> None:
        gain = 0.75 if self.instance else 0.25
        x = self.net.conv("colours", x, 3, kernel, 1, kernel // 2, gain=gain)
        self.net.seen("picture", 150 * self.net.seen("tanh", torch.tanh(x)))

    def decode(self, x: Tensor) -> None:
        self.colours(self.up("deconv2", self.up("deconv1", x, 64, 3), 32, 3), 9)


def conv_deconv(instance: bool) -> Callable[[SeededNetwork], None]:
    """The full form: reflection by 40, unpadded residual blocks whose input is cropped."""

    def wire(net: SeededNetwork) -> None:
        form = _Form(net, instance)
        form.decode(form.residuals(form.encode(net.input("image", 1, 3, 480, 640)), padding=0))

    return wire


def conv_deconv_reduced(instance: bool) -> Callable[[SeededNetwork], None]:
    """The reduced form: 4×4 kernels on the way down and up, padded residual blocks."""

    def wire(net: SeededNetwork) -> None:
        form = _Form(net, instance)
        x = form.conv("conv1", net.input("image", 1, 3, 480, 640), 16, 5, 1, 2, gain=1)
        for number, outputs in enumerate((32, 64, 128), start=2):
            x = form.conv(f"conv{number}", x, outputs, 4, 2, 1)
        x = form.residuals(x, padding=1)
        for number, outputs in enumerate((64, 32, 16), start=1):
            x = form.up(f"deconv{number}", x, outputs, 4)
        form.colours(x, 5)

    return wire


def multi_style(net: SeededNetwork) -> None:
    """The full form with batch norm; the style's weights, tiled over space, join the encoder's output."""
    form = _Form(net, instance=False)
    x = form.encode(net.input("image", 1, 3, 480, 640))
    style = net.seen("style/plane", net.input("style", 1, 16).reshape(1, 16, 1, 1))
    style = net.seen("style/tile", style.expand(1, 16, *x.shape[2:]))
    x = form.conv("style/blend", net.concat("style/concat", x, style), 128, 1, 1, 0, gain=1)
    form.decode(form.residuals(x, padding=0))
