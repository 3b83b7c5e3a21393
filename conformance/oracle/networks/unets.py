"""U-Nets: pix2pix's generator (P. Isola and others, CVPR 2017, 6.1.1) and the text eraser (T. Nakamura and others,
ICDAR 2017, with the numbers of docs/networks/text-eraser.md)."""

import torch

from .seeded_network import SeededNetwork


def pix2pix(net: SeededNetwork) -> None:
    """Activations come before convolutions, so that skips carry values before the activation."""
    channels = (64, 128, 256, 512, 512, 512, 512, 512)
    innermost = len(channels)
    x = net.conv("down1", net.input("image", 1, 3, 256, 256), 64, 4, stride=2, padding=1, gain=1, bias=False)
    halves = [x]
    for level in range(2, innermost + 1):
        name, gain = f"down{level}", 6 if level == innermost else 1.5
        x = net.leaky_relu(f"{name}/leaky", x, 0.2)
        x = net.conv(name, x, channels[level - 1], 4, stride=2, padding=1, gain=gain, bias=False)
        x = x if level == innermost else net.batch_norm(f"{name}/norm", x, 1e-5)
        halves.append(x)
    for level in range(innermost, 1, -1):
        name, gain = f"up{level}", 6 if level == innermost else 1.5
        x = net.up(name, net.relu(f"{name}/relu", x), channels[level - 2], 4, gain)
        x = net.concat(f"{name}/concat", halves[level - 2], net.batch_norm(f"{name}/norm", x, 1e-5))
    x = net.up("up1", net.relu("up1/relu", x), 3, 4, 0.75, bias=True)
    net.seen("picture", torch.tanh(x))


def text_eraser(net: SeededNetwork) -> None:
    """Norm and ReLU follow convolutions, so that skips carry activated values."""
    channels = (64, 128, 256, 512)
    x = net.input("image", 1, 3, 256, 256)
    halves = []
    for level, outputs in enumerate(channels, start=1):
        name = f"down{level}"
        x = net.conv(name, x, outputs, 4, stride=2, padding=1, gain=1 if level == 1 else 1.5, bias=False)
        x = net.relu(f"{name}/relu", net.batch_norm(f"{name}/norm", x, 1e-5))
        halves.append(x)
    for level in range(len(channels), 1, -1):
        name = f"up{level}"
        x = net.batch_norm(f"{name}/norm", net.up(name, x, channels[level - 2], 4, 1.5), 1e-5)
        x = net.concat(f"{name}/concat", halves[level - 2], net.relu(f"{name}/relu", x))
    net.seen("picture", torch.tanh(net.up("up1", x, 3, 4, 0.75, bias=True)))
