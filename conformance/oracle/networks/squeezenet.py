"""SqueezeNet 1.0: F. Iandola and others, 2016, table 1 and the authors' Caffe model, which pads conv10 by 1."""

from torch import Tensor

from .seeded_network import SeededNetwork


def squeezenet(net: SeededNetwork) -> None:
    """Fire modules 2 to 9, pooling after conv1, fire4 and fire8."""
    x = net.relu("relu_conv1", net.conv("conv1", net.input("image", 1, 3, 227, 227), 96, 7, stride=2))
    x = net.max_pool("pool1", x, 3, 2, ceil=True)
    for number, (squeeze, expand) in enumerate(
        ((16, 64), (16, 64), (32, 128), (32, 128), (48, 192), (48, 192), (64, 256), (64, 256)), start=2
    ):
        x = _fire(net, f"fire{number}", x, squeeze, expand)
        if number in (4, 8):
            x = net.max_pool(f"pool{number}", x, 3, 2, ceil=True)
    x = net.relu("relu_conv10", net.conv("conv10", x, 1000, 1, padding=1))
    net.softmax("prob", net.global_average("pool10", x).flatten(1))


def _fire(net: SeededNetwork, name: str, x: Tensor, squeeze: int, expand: int) -> Tensor:
    x = net.relu(f"{name}/relu_squeeze1x1", net.conv(f"{name}/squeeze1x1", x, squeeze, 1))
    single = net.relu(f"{name}/relu_expand1x1", net.conv(f"{name}/expand1x1", x, expand, 1))
    three = net.relu(f"{name}/relu_expand3x3", net.conv(f"{name}/expand3x3", x, expand, 3, padding=1))
    return net.concat(f"{name}/concat", single, three)
