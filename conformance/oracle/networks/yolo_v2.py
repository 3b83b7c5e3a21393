"""YOLOv2: J. Redmon, A. Farhadi, CVPR 2017, with the layers of Darknet's cfg/yolov2.cfg."""

import torch
from torch import Tensor

from ..layers.rearrangement import darknet_reorg
from .seeded_network import SeededNetwork

_BODY = "32 M 64 M 128 64s 128 M 256 128s 256 M 512 256s 512 256s 512"
_HEAD = "M 1024 512s 1024 512s 1024 1024 1024"
"""Channels of 3×3 convolutions, of 1×1 ones with an s; M is a 2×2 maximum."""


def yolo_v2(net: SeededNetwork) -> None:
    """Darknet-19's body, its 26×26 map reorganised and joined to the 13×13 one."""
    wiring = _Wiring(net)
    fine = wiring.stages(net.input("image", 1, 3, 416, 416), _BODY)
    coarse = wiring.stages(fine, _HEAD)
    passthrough = wiring.stages(fine, "64s").numpy()
    passthrough = net.seen("reorg", torch.from_numpy(darknet_reorg({"stride": 2}, passthrough)))
    x = wiring.stages(net.concat("concat", passthrough, coarse), "1024")
    net.conv("detections", x, 5 * (4 + 1 + 80), 1, gain=12)


class _Wiring:
    """Numbers convolutions and poolings in the file's order."""

    def __init__(self, net: SeededNetwork) -> None:
        self._net = net
        self._convolutions = 0
        self._pools = 0

    def stages(self, x: Tensor, stages: str) -> Tensor:
        for stage in stages.split():
            if stage == "M":
                self._pools += 1
                x = self._net.max_pool(f"pool{self._pools}", x, 2, 2)
            else:
                x = self._convolution(x, int(stage.rstrip("s")), 1 if stage.endswith("s") else 3)
        return x

    def _convolution(self, x: Tensor, outputs: int, kernel: int) -> Tensor:
        self._convolutions += 1
        name = f"conv{self._convolutions}"
        gain = 1 if self._convolutions == 1 else 1.5
        x = self._net.conv(name, x, outputs, kernel, padding=kernel // 2, gain=gain, bias=False)
        return self._net.leaky_relu(f"{name}/leaky", self._net.batch_norm(f"{name}/norm", x, 1e-5), 0.1)
