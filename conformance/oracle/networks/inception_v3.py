"""Inception-v3: C. Szegedy and others, CVPR 2016, as Keras has it: no scales in the norms, ε 10⁻³."""

import torch.nn.functional as functional
from torch import Tensor

from .seeded_network import Pair, SeededNetwork


def inception_v3(net: SeededNetwork) -> None:
    """The body and one dense layer."""
    x = inception_v3_body(net).flatten(1)
    net.softmax("predictions/softmax", net.dense("predictions", x, 1000, gain=0.25))


def inception_v3_body(net: SeededNetwork) -> Tensor:
    """Stem, mixed0 to mixed10 and the mean of each plane."""
    x = _step(net, "conv2d_1a_3x3", net.input("image", 1, 3, 299, 299), 32, 3, stride=2, valid=True)
    x = _step(net, "conv2d_2a_3x3", x, 32, 3, valid=True)
    x = net.max_pool("maxpool_3a_3x3", _step(net, "conv2d_2b_3x3", x, 64, 3), 3, 2)
    x = _step(net, "conv2d_3b_1x1", x, 80, 1, valid=True)
    x = net.max_pool("maxpool_5a_3x3", _step(net, "conv2d_4a_3x3", x, 192, 3, valid=True), 3, 2)
    for number, pooled in enumerate((32, 64, 64)):
        x = _mixed_35(net, f"mixed{number}", x, pooled)
    x = _reduction_35(net, "mixed3", x)
    for number, width in enumerate((128, 160, 160, 192), start=4):
        x = _mixed_17(net, f"mixed{number}", x, width)
    x = _reduction_17(net, "mixed8", x)
    for number in (9, 10):
        x = _mixed_8(net, f"mixed{number}", x)
    return net.global_average("avg_pool", x)


def _step(
    net: SeededNetwork, name: str, x: Tensor, outputs: int, kernel: Pair, stride: int = 1, valid: bool = False
) -> Tensor:
    height, width = (kernel, kernel) if isinstance(kernel, int) else kernel
    padding = (0, 0, 0, 0) if valid else (width // 2, width // 2, height // 2, height // 2)
    x = net.conv(f"{name}/conv", x, outputs, kernel, stride=stride, padding=padding, bias=False)
    return net.relu(f"{name}/relu", net.batch_norm(f"{name}/bn", x, 1e-3, scaled=False))


def _chain(net: SeededNetwork, name: str, x: Tensor, *steps: tuple[int, Pair]) -> Tensor:
    for number, (outputs, kernel) in enumerate(steps, start=1):
        x = _step(net, f"{name}_{number}", x, outputs, kernel)
    return x


def _pooled(net: SeededNetwork, name: str, x: Tensor, outputs: int) -> Tensor:
    average = functional.avg_pool2d(x, 3, 1, 1, count_include_pad=False)
    return _step(net, f"{name}/branch_pool", net.seen(f"{name}/average", average), outputs, 1)


def _mixed_35(net: SeededNetwork, name: str, x: Tensor, pooled: int) -> Tensor:
    return net.concat(
        name,
        _step(net, f"{name}/branch1x1", x, 64, 1),
        _chain(net, f"{name}/branch5x5", x, (48, 1), (64, 5)),
        _chain(net, f"{name}/branch3x3dbl", x, (64, 1), (96, 3), (96, 3)),
        _pooled(net, name, x, pooled),
    )


def _reduction_35(net: SeededNetwork, name: str, x: Tensor) -> Tensor:
    twice = _chain(net, f"{name}/branch3x3dbl", x, (64, 1), (96, 3))
    return net.concat(
        name,
        _step(net, f"{name}/branch3x3", x, 384, 3, stride=2, valid=True),
        _step(net, f"{name}/branch3x3dbl_3", twice, 96, 3, stride=2, valid=True),
        net.max_pool(f"{name}/branch_pool", x, 3, 2),
    )


def _mixed_17(net: SeededNetwork, name: str, x: Tensor, width: int) -> Tensor:
    row, column = (1, 7), (7, 1)
    return net.concat(
        name,
        _step(net, f"{name}/branch1x1", x, 192, 1),
        _chain(net, f"{name}/branch7x7", x, (width, 1), (width, row), (192, column)),
        _chain(net, f"{name}/branch7x7dbl", x, (width, 1), (width, column), (width, row), (width, column), (192, row)),
        _pooled(net, name, x, 192),
    )


def _reduction_17(net: SeededNetwork, name: str, x: Tensor) -> Tensor:
    three = _chain(net, f"{name}/branch3x3", x, (192, 1))
    seven = _chain(net, f"{name}/branch7x7x3", x, (192, 1), (192, (1, 7)), (192, (7, 1)))
    return net.concat(
        name,
        _step(net, f"{name}/branch3x3_2", three, 320, 3, stride=2, valid=True),
        _step(net, f"{name}/branch7x7x3_4", seven, 192, 3, stride=2, valid=True),
        net.max_pool(f"{name}/branch_pool", x, 3, 2),
    )


def _mixed_8(net: SeededNetwork, name: str, x: Tensor) -> Tensor:
    return net.concat(
        name,
        _step(net, f"{name}/branch1x1", x, 320, 1),
        _split(net, f"{name}/branch3x3", _chain(net, f"{name}/branch3x3", x, (384, 1))),
        _split(net, f"{name}/branch3x3dbl", _chain(net, f"{name}/branch3x3dbl", x, (448, 1), (384, 3))),
        _pooled(net, name, x, 192),
    )


def _split(net: SeededNetwork, name: str, x: Tensor) -> Tensor:
    return net.concat(name, _step(net, f"{name}_1x3", x, 384, (1, 3)), _step(net, f"{name}_3x1", x, 384, (3, 1)))
