"""MobileNet 1.0: A. Howard and others, 2017, table 1, as Keras has it: relu6, ε 10⁻³, strides padded after the end."""

import torch
from torch import Tensor

from .seeded_network import SeededNetwork

_HALVING = (0, 1, 0, 1)
_BLOCKS = ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)) + ((512, 1),) * 5 + ((1024, 2), (1024, 1))


def mobilenet(net: SeededNetwork) -> None:
    """A convolution, thirteen depthwise-separable blocks, a mean and a 1×1 classifier."""
    x = net.conv("conv1", net.input("image", 1, 3, 224, 224), 32, 3, stride=2, padding=_HALVING, bias=False)
    x = _norm_relu6(net, "conv1", x)
    for number, (outputs, stride) in enumerate(_BLOCKS, start=1):
        depthwise, pointwise = f"conv_dw_{number}", f"conv_pw_{number}"
        padding = 1 if stride == 1 else _HALVING
        channels = x.shape[1]
        x = net.conv(depthwise, x, channels, 3, stride=stride, padding=padding, groups=channels, bias=False)
        x = net.conv(pointwise, _norm_relu6(net, depthwise, x), outputs, 1, bias=False)
        x = _norm_relu6(net, pointwise, x)
    x = net.global_average("global_average_pooling2d", x)
    net.softmax("predictions", net.conv("conv_preds", x, 1000, 1, gain=8).flatten(1))


def _norm_relu6(net: SeededNetwork, name: str, x: Tensor) -> Tensor:
    return net.seen(f"{name}_relu", torch.clamp(net.batch_norm(f"{name}_bn", x, 1e-3), 0, 6))
