#!/usr/bin/env bash
# Follows docs/adding-a-layer.md, to the letter, in a copy of the repository: what it says of the layer that it adds is true.
set -euo pipefail
cd "$(dirname "$0")/.."
copy=$(mktemp -d)
trap 'rm -r "$copy"' EXIT
tar --create --exclude=./.git --exclude=./artifacts --exclude=bin --exclude=obj --exclude=node_modules . | tar --extract --directory "$copy"
# Style is checked where the repository itself is built; here that would take most of the time.
export RunAnalyzers=false
"${PYTHON:-python3}" conformance/run_page.py docs/adding-a-layer.md --in "$copy"
