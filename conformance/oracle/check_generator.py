"""Holds the generator to the values that docs/vectors.md and docs/networks/seeding.md print."""

from .seeding import between_rule, centred_rule, weight_rule
from .splitmix import full_mantissa, integers

_RULES = {
    "vgg16/image": (centred_rule(1), (887, -9, 0), [0.138671875, -0.21484375, 0.724609375]),
    "vgg16/conv1_1/weight": (weight_rule(27, 2), (965, -11, 0), [-0.05810546875, 0.06396484375, 0.04150390625]),
    "vgg16/fc6/weight": (
        weight_rule(25088, 2),
        (1013, -16, 0),
        [0.0027923583984375, -0.013153076171875, -0.006561279296875],
    ),
    "vgg16/conv1_1/bias": (centred_rule(0.125), (887, -12, 0), [0.110107421875, 0.112548828125, -0.09033203125]),
    "mobilenet/conv1_bn/variance": (between_rule(0.5, 1.5), (256, -9, 512), [0.58984375, 0.896484375, 1.34765625]),
    "mobilenet/conv1_bn/mean": (centred_rule(0.25), (887, -11, 0), [-0.1513671875, -0.0166015625, 0.36767578125]),
}


def check_generator() -> bool:
    """Prints what disagrees and a closing line; false if anything does."""
    pinned = "conv2d/pinned/input"
    failures = []
    if integers(pinned, 8, 16, -2, 1).tolist() != [1.25, 1.25, 3.5, 1.75, 2, -3.75, 2.5, 2.75]:
        failures.append(f"{pinned}: whole numbers")
    if full_mantissa(pinned, 2, 1).tolist() != [3.1823084354400635, -3.7002336978912354]:
        failures.append(f"{pinned}: full mantissas")
    for name, (rule, published_rule, published) in _RULES.items():
        if rule != published_rule:
            failures.append(f"{name}: limit, exponent, offset {rule}, published {published_rule}")
        elif integers(name, len(published), *rule).tolist() != published:
            failures.append(f"{name}: first values {integers(name, len(published), *rule).tolist()}")
    for failure in failures:
        print(failure)
    print(f"oracle, generator: {2 + len(_RULES) - len(failures)} agree, {len(failures)} disagree")
    return not failures
