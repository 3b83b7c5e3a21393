"""GoogLeNet: C. Szegedy and others, CVPR 2015, table 1, in the order of layers of BVLC's bvlc_googlenet."""

import torch.nn.functional as functional
from torch import Tensor

from .seeded_network import SeededNetwork

_STAGES = {
    3: {"a": (64, 96, 128, 16, 32, 32), "b": (128, 128, 192, 32, 96, 64)},
    4: {
        "a": (192, 96, 208, 16, 48, 64),
        "b": (160, 112, 224, 24, 64, 64),
        "c": (128, 128, 256, 24, 64, 64),
        "d": (112, 144, 288, 32, 64, 64),
        "e": (256, 160, 320, 32, 128, 128),
    },
    5: {"a": (256, 160, 320, 32, 128, 128), "b": (384, 192, 384, 48, 128, 128)},
}
"""Table 1's columns #1×1, #3×3 reduce, #3×3, #5×5 reduce, #5×5, pool proj."""


def googlenet(net: SeededNetwork) -> None:
    """The network without its auxiliary classifiers."""
    x = _step(net, "conv1/7x7_s2", "conv1/relu_7x7", net.input("image", 1, 3, 224, 224), 64, 7, stride=2)
    x = _lrn(net, "pool1/norm1", net.max_pool("pool1/3x3_s2", x, 3, 2, ceil=True))
    x = _step(net, "conv2/3x3_reduce", "conv2/relu_3x3_reduce", x, 64, 1)
    x = _lrn(net, "conv2/norm2", _step(net, "conv2/3x3", "conv2/relu_3x3", x, 192, 3))
    x = net.max_pool("pool2/3x3_s2", x, 3, 2, ceil=True)
    for stage, modules in _STAGES.items():
        for letter, widths in modules.items():
            x = _inception(net, f"inception_{stage}{letter}", x, widths)
        if stage < 5:
            x = net.max_pool(f"pool{stage}/3x3_s2", x, 3, 2, ceil=True)
    x = net.seen("pool5/7x7_s1", functional.avg_pool2d(x, 7, 1)).flatten(1)
    net.softmax("prob", net.dense("loss3/classifier", x, 1000, gain=0.5))


def _inception(net: SeededNetwork, name: str, x: Tensor, widths: tuple[int, ...]) -> Tensor:
    def branch(part: str, x: Tensor, outputs: int, kernel: int, gain: float = 2) -> Tensor:
        return _step(net, f"{name}/{part}", f"{name}/relu_{part}", x, outputs, kernel, gain=gain)

    return net.concat(
        f"{name}/output",
        branch("1x1", x, widths[0], 1),
        branch("3x3", branch("3x3_reduce", x, widths[1], 1), widths[2], 3),
        branch("5x5", branch("5x5_reduce", x, widths[3], 1), widths[4], 5),
        branch("pool_proj", net.max_pool(f"{name}/pool", x, 3, 1, 1), widths[5], 1, gain=1),
    )


def _step(
    net: SeededNetwork, name: str, relu: str, x: Tensor, outputs: int, kernel: int, stride: int = 1, gain: float = 2
) -> Tensor:
    return net.relu(relu, net.conv(name, x, outputs, kernel, stride=stride, padding=kernel // 2, gain=gain))


def _lrn(net: SeededNetwork, name: str, x: Tensor) -> Tensor:
    return net.seen(name, functional.local_response_norm(x, 5, 1e-4, 0.75, 1.0))
