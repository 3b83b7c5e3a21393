"""AlexNet: A. Krizhevsky, I. Sutskever, G. Hinton, NIPS 2012, in the order of layers of BVLC's bvlc_alexnet."""

from collections.abc import Callable

import torch.nn.functional as functional
from torch import Tensor

from .seeded_network import SeededNetwork


def alexnet(net: SeededNetwork) -> None:
    """ReLU, then LRN of size 5, α 10⁻⁴ divided by the size, β 0.75, k 1, then pooling."""
    _wire(net, lambda name, x: net.seen(name, functional.local_response_norm(x, 5, 1e-4, 0.75, 1.0)))


def alexnet_bn(net: SeededNetwork) -> None:
    """Batch norm in LRN's place."""
    _wire(net, lambda name, x: net.batch_norm(name, x, 1e-5))


def _wire(net: SeededNetwork, norm: Callable[[str, Tensor], Tensor]) -> None:
    x = net.relu("relu1", net.conv("conv1", net.input("image", 1, 3, 224, 224), 96, 11, stride=4))
    x = net.max_pool("pool1", norm("norm1", x), 3, 2, ceil=True)
    x = net.relu("relu2", net.conv("conv2", x, 256, 5, padding=2, groups=2))
    x = net.max_pool("pool2", norm("norm2", x), 3, 2, ceil=True)
    x = net.relu("relu3", net.conv("conv3", x, 384, 3, padding=1))
    x = net.relu("relu4", net.conv("conv4", x, 384, 3, padding=1, groups=2))
    x = net.relu("relu5", net.conv("conv5", x, 256, 3, padding=1, groups=2))
    x = net.max_pool("pool5", x, 3, 2, ceil=True).flatten(1)
    x = net.relu("relu6", net.dense("fc6", x, 4096))
    x = net.relu("relu7", net.dense("fc7", x, 4096))
    net.softmax("prob", net.dense("fc8", x, 1000, gain=0.5))
