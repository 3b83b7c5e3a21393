"""The calorie network: T. Ege, K. Yanai, ACM Multimedia Thematic Workshops 2017, on Inception-v3's body."""

from .inception_v3 import inception_v3_body
from .seeded_network import SeededNetwork


def calorie(net: SeededNetwork) -> None:
    """A head for the category and one for the calories."""
    features = inception_v3_body(net).flatten(1)
    net.softmax("category", net.dense("category-logits", features, 15, gain=0.5))
    net.dense("calories", features, 1, gain=0.5)
