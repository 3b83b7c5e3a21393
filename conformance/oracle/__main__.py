"""The command line: `python3 -m oracle generator|layers|networks [NAME…]` from conformance/."""

import argparse
import sys

from .check_generator import check_generator
from .check_layers import check_layers


def main() -> int:
    """Runs one check; 0 if everything agrees, 1 if not."""
    parser = argparse.ArgumentParser(prog="oracle", description="Recomputes frozen goldens in float64.")
    checks = parser.add_subparsers(dest="check", required=True)
    checks.add_parser("generator", help="the seeded generator's published values")
    checks.add_parser("layers", help="every layer vector")
    check = parser.parse_args().check
    return 0 if {"generator": check_generator, "layers": check_layers}[check]() else 1


if __name__ == "__main__":
    sys.exit(main())
