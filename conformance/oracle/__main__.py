"""The command line: `python3 -m oracle generator|layers|networks [NAME…]|samples [--write]` from conformance/."""

import argparse
import sys

from .check_generator import check_generator
from .check_layers import check_layers
from .check_networks import check_networks


def main() -> int:
    """Runs one check; 0 if everything agrees, 1 if not."""
    parser = argparse.ArgumentParser(prog="oracle", description="Recomputes frozen goldens in float64.")
    checks = parser.add_subparsers(dest="check", required=True)
    checks.add_parser("generator", help="the seeded generator's published values").set_defaults(run=lambda _: check_generator())
    checks.add_parser("layers", help="every layer vector").set_defaults(run=lambda _: check_layers())
    networks = checks.add_parser("networks", help="networks from their papers; all of them unless named")
    networks.add_argument("names", nargs="*", metavar="NAME")
    networks.set_defaults(run=lambda chosen: check_networks(chosen.names))
    samples = checks.add_parser("samples", help="the trained samples and what the applications make of them; needs Pillow")
    samples.add_argument("--write", action="store_true", help="write what is stored anew")
    samples.set_defaults(run=_check_samples)
    chosen = parser.parse_args()
    return 0 if chosen.run(chosen) else 1


def _check_samples(chosen: argparse.Namespace) -> bool:
    from .check_samples import check_samples  # Pillow, which the other checks do without.

    return check_samples(chosen.write)


if __name__ == "__main__":
    sys.exit(main())
