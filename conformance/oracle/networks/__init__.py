"""The networks, wired from their papers and published definitions; docs/networks/ has the names, its gains.md the gains."""

from collections.abc import Callable

from .alexnet import alexnet, alexnet_bn
from .calorie import calorie
from .cyclegan import cyclegan
from .googlenet import googlenet
from .inception_v3 import inception_v3
from .mobilenet import mobilenet
from .nin import nin, nin_bn
from .resnet50 import resnet50
from .seeded_network import SeededNetwork
from .squeezenet import squeezenet
from .style_transfer import conv_deconv, conv_deconv_reduced, multi_style
from .unets import pix2pix, text_eraser
from .vgg import vgg16, vgg19
from .yolo_v2 import yolo_v2

NETWORKS: dict[str, Callable[[SeededNetwork], None]] = {
    "alexnet": alexnet,
    "alexnet-bn": alexnet_bn,
    "calorie": calorie,
    "conv-deconv-bn": conv_deconv(instance=False),
    "conv-deconv-in": conv_deconv(instance=True),
    "conv-deconv-reduced-bn": conv_deconv_reduced(instance=False),
    "conv-deconv-reduced-in": conv_deconv_reduced(instance=True),
    "cyclegan": cyclegan,
    "googlenet": googlenet,
    "inception-v3": inception_v3,
    "mobilenet": mobilenet,
    "multi-style": multi_style,
    "nin": nin,
    "nin-bn": nin_bn,
    "pix2pix": pix2pix,
    "resnet50": resnet50,
    "squeezenet": squeezenet,
    "text-eraser": text_eraser,
    "vgg16": vgg16,
    "vgg19": vgg19,
    "yolo-v2": yolo_v2,
}
