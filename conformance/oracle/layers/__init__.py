"""Every layer kind's computation in float64, from the formula on its page in docs/layers/."""

from collections.abc import Callable

import numpy as np

from . import normalization, pointwise, pooling, products, rearrangement
from .resize import resize

LAYERS: dict[str, Callable[..., np.ndarray]] = {
    "argmax-pool2d": pooling.argmax_pool2d,
    "average-pool2d": pooling.average_pool2d,
    "batch-norm": normalization.batch_norm,
    "binary": pointwise.binary,
    "clip": pointwise.clip,
    "concat": rearrangement.concat,
    "constant": pointwise.constant,
    "conv-transpose2d": products.conv_transpose2d,
    "conv2d": products.conv2d,
    "darknet-reorg": rearrangement.darknet_reorg,
    "dense": products.dense,
    "depth-to-space": rearrangement.depth_to_space,
    "elu": pointwise.elu,
    "expand": rearrangement.expand,
    "flatten": rearrangement.flatten,
    "global-pool": pooling.global_pool,
    "hard-sigmoid": pointwise.hard_sigmoid,
    "identity": pointwise.identity,
    "instance-norm": normalization.instance_norm,
    "l2-normalize": normalization.l2_normalize,
    "l2-pool2d": pooling.l2_pool2d,
    "leaky-relu": pointwise.leaky_relu,
    "local-response-norm": normalization.local_response_norm,
    "log-softmax": normalization.log_softmax,
    "matmul": products.matmul,
    "max-pool2d": pooling.max_pool2d,
    "mean-variance-norm": normalization.mean_variance_norm,
    "pad": rearrangement.pad,
    "prelu": pointwise.prelu,
    "reduce": pointwise.reduce,
    "relu": pointwise.relu,
    "reshape": rearrangement.reshape,
    "resize": resize,
    "sigmoid": pointwise.sigmoid,
    "slice": rearrangement.slice_,
    "softmax": normalization.softmax,
    "softplus": pointwise.softplus,
    "space-to-depth": rearrangement.space_to_depth,
    "squeeze": rearrangement.squeeze,
    "tanh": pointwise.tanh,
    "tile": rearrangement.tile,
    "transpose": rearrangement.transpose,
    "unary": pointwise.unary,
    "unsqueeze": rearrangement.unsqueeze,
}
