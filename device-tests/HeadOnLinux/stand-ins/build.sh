#!/bin/sh
# Builds the stand-ins for libobjc, Foundation and UIKit into the shared library that $1 names, for the compiler $2 (default gcc): aarch64-linux-gnu-gcc makes arm64.
set -eu
compiler=${2:-gcc}
here=$(cd "$(dirname "$0")" && pwd)
"$compiler" -shared -fPIC -O1 -o "$1" -std=gnu11 -Wall -Werror "$here/../../../conformance/interop/stand-ins/MessageSend.S" \
    "$here/System.c" -x objective-c "$here/Foundation.m" "$here/UIKit.m" -x none -lobjc -lpthread
