"""Network in Network: M. Lin, Q. Chen, S. Yan, ICLR 2014, as the authors' Caffe model for ImageNet has it."""

import torch.nn.functional as functional
from torch import Tensor

from .seeded_network import SeededNetwork


def nin(net: SeededNetwork) -> None:
    """As published."""
    _wire(net, normalized=False)


def nin_bn(net: SeededNetwork) -> None:
    """Batch norm between every convolution and its ReLU."""
    _wire(net, normalized=True)


def _wire(net: SeededNetwork, normalized: bool) -> None:
    def step(name: str, relu: str, x: Tensor, outputs: int, kernel: int = 1, gain: float = 2, **window: int) -> Tensor:
        x = net.conv(name, x, outputs, kernel, gain=gain, **window)
        return net.relu(relu, net.batch_norm(f"{name}/bn", x, 1e-5) if normalized else x)

    x = step("conv1", "relu0", net.input("image", 1, 3, 224, 224), 96, 11, stride=4)
    x = step("cccp2", "relu2", step("cccp1", "relu1", x, 96), 96)
    x = net.max_pool("pool0", x, 3, 2, ceil=True)
    x = step("conv2", "relu3", x, 256, 5, padding=2)
    x = step("cccp4", "relu6", step("cccp3", "relu5", x, 256), 256)
    x = net.max_pool("pool2", x, 3, 2, ceil=True)
    x = step("conv3", "relu7", x, 384, 3, padding=1)
    x = step("cccp6", "relu9", step("cccp5", "relu8", x, 384), 384)
    x = net.max_pool("pool3", x, 3, 2, ceil=True)
    x = step("conv4-1024", "relu10", x, 1024, 3, padding=1)
    x = step("cccp7-1024", "relu11", x, 1024)
    x = step("cccp8-1024", "relu12", x, 1000, gain=0.5 if normalized else 6)
    net.softmax("prob", net.seen("pool4", functional.avg_pool2d(x, 6)).flatten(1))
