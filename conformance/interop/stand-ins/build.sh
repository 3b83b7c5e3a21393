#!/bin/sh
# Builds the stand-ins for Apple's frameworks into the shared library that $1 names; with --check only says whether it could.
set -eu
needs="install gcc, gobjc and libgnustep-base-dev (Debian's names)"
command -v gcc > /dev/null || { echo "gcc is missing: $needs" >&2; exit 1; }
command -v gnustep-config > /dev/null || { echo "GNUstep is missing: $needs" >&2; exit 1; }
[ -x "$(gcc -print-prog-name=cc1obj)" ] || { echo "gcc has no Objective-C: $needs" >&2; exit 1; }
[ "$1" != --check ] || exit 0

sources=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$(dirname "$1")"
output=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
gcc -shared -o stand-ins.so "$sources/MessageSend.S" -x objective-c -std=gnu11 -Wall -Werror \
    $(gnustep-config --objc-flags) "$sources"/*.m $(gnustep-config --base-libs)
# A library that a process has loaded stays as it is: it is replaced, not written over.
mv stand-ins.so "$output.$$"
mv "$output.$$" "$output"
