"""CycleGAN's generator: J.-Y. Zhu and others, ICCV 2017, appendix 7.2, with nine residual blocks."""

import torch
from torch import Tensor

from .seeded_network import SeededNetwork


def cyclegan(net: SeededNetwork) -> None:
    """c7s1-64, d128, d256, nine R256, u128, u64, c7s1-3, with instance norm."""
    x = net.reflect("conv1/pad", net.input("image", 1, 3, 256, 256), 3)
    x = _finish(net, "conv1", net.conv("conv1", x, 64, 7, gain=1, bias=False))
    for number, outputs in enumerate((128, 256), start=1):
        name = f"down{number}"
        x = _finish(net, name, net.conv(name, x, outputs, 3, stride=2, padding=1, bias=False))
    for number in range(1, 10):
        name = f"residual{number}"
        branch = net.conv(f"{name}/conv1", net.reflect(f"{name}/conv1/pad", x, 1), 256, 3, bias=False)
        branch = _finish(net, f"{name}/conv1", branch)
        branch = net.conv(f"{name}/conv2", net.reflect(f"{name}/conv2/pad", branch, 1), 256, 3, bias=False)
        x = net.seen(f"{name}/add", x + net.instance_norm(f"{name}/conv2/norm", branch, 1e-5, 0.5))
    for number, outputs in enumerate((128, 64), start=1):
        x = _finish(net, f"up{number}", net.up(f"up{number}", x, outputs, 3, 2))
    x = net.conv("colours", net.reflect("colours/pad", x, 3), 3, 7, gain=0.75)
    net.seen("picture", torch.tanh(x))


def _finish(net: SeededNetwork, name: str, x: Tensor) -> Tensor:
    return net.relu(f"{name}/relu", net.instance_norm(f"{name}/norm", x, 1e-5))
