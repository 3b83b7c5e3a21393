"""VGG: K. Simonyan, A. Zisserman, ICLR 2015, table 1: columns D (16 layers with weights) and E (19)."""

from .seeded_network import SeededNetwork


def vgg16(net: SeededNetwork) -> None:
    """Column D."""
    _wire(net, (2, 2, 3, 3, 3))


def vgg19(net: SeededNetwork) -> None:
    """Column E."""
    _wire(net, (2, 2, 4, 4, 4))


def _wire(net: SeededNetwork, depths: tuple[int, ...]) -> None:
    x = net.input("image", 1, 3, 224, 224)
    for stage, (depth, outputs) in enumerate(zip(depths, (64, 128, 256, 512, 512)), start=1):
        for layer in range(1, depth + 1):
            x = net.relu(f"relu{stage}_{layer}", net.conv(f"conv{stage}_{layer}", x, outputs, 3, padding=1))
        x = net.max_pool(f"pool{stage}", x, 2, 2)
    x = net.relu("relu6", net.dense("fc6", x.flatten(1), 4096))
    x = net.relu("relu7", net.dense("fc7", x, 4096))
    net.softmax("prob", net.dense("fc8", x, 1000, gain=0.5))
