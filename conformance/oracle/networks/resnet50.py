"""ResNet-50: K. He and others, CVPR 2016, table 1, as Keras has it: stride in the first 1×1, biases, ε 1.001·10⁻⁵."""

from torch import Tensor

from .seeded_network import SeededNetwork

_EPSILON = 1.001e-5


def resnet50(net: SeededNetwork) -> None:
    """Bottlenecks of 64, 128, 256 and 512 channels, 3, 4, 6 and 3 of them."""
    x = net.conv("conv1_conv", net.input("image", 1, 3, 224, 224), 64, 7, stride=2, padding=3)
    x = net.relu("conv1_relu", net.batch_norm("conv1_bn", x, _EPSILON))
    x = net.max_pool("pool1_pool", x, 3, 2, 1)
    for stage, (width, blocks) in enumerate(((64, 3), (128, 4), (256, 6), (512, 3)), start=2):
        for block in range(1, blocks + 1):
            x = _bottleneck(net, f"conv{stage}_block{block}", x, width, 2 if block == 1 and stage > 2 else 1, block == 1)
    x = net.global_average("avg_pool", x).flatten(1)
    net.softmax("predictions/softmax", net.dense("predictions", x, 1000, gain=4))


def _bottleneck(net: SeededNetwork, name: str, x: Tensor, width: int, stride: int, project: bool) -> Tensor:
    def normalized(part: int, x: Tensor, outputs: int, kernel: int, gain: float, step: int = 1, scale: float = 1) -> Tensor:
        x = net.conv(f"{name}_{part}_conv", x, outputs, kernel, stride=step, padding=kernel // 2, gain=gain)
        return net.batch_norm(f"{name}_{part}_bn", x, _EPSILON, scale)

    shortcut = normalized(0, x, 4 * width, 1, 0.75, stride) if project else x
    x = net.relu(f"{name}_1_relu", normalized(1, x, width, 1, 0.75, stride))
    x = net.relu(f"{name}_2_relu", normalized(2, x, width, 3, 1.5))
    x = normalized(3, x, 4 * width, 1, 1.5, scale=0.5)
    return net.relu(f"{name}_out", net.seen(f"{name}_add", shortcut + x))
