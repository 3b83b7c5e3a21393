#!/usr/bin/env bash
# Lines of readers and kernels that tests reach, by coverlet: a table in artifacts/coverage/coverage.md, and failure where they are fewer than must be.
# Needs the Release build of the tests. Those of the fast engine run on every width of vectors that the processor has, and once without any.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=artifacts/coverage
rm -rf "$folder"
mkdir -p "$folder"

[ "$(uname -sm)" = "Linux x86_64" ] || { echo "coverage is measured on x64 Linux, not on $(uname -sm)"; exit 0; }

# The same figures on every machine: those of files that are part of the repository.
export REFCNN_DATA=none

names() { printf "FullyQualifiedName~RefCnn.ConformanceTests.%s|" "$@" | sed 's/|$//'; }
run() {
    dotnet test conformance/tests -c Release --no-build --nologo --filter "$2" --settings conformance/coverage.runsettings \
        --collect "XPlat Code Coverage" --results-directory "$folder/$1" > "$folder/$1.log" || { tail -n 40 "$folder/$1.log" >&2; exit 1; }
}

run readers "$(names Caffe CoreMl Formats Hdf Hostile Keras Neutral Onnx Pictures Reference Serialization TextProto Torch7 Verdicts.LayerVectorTests)"
run kernels "$(names Accelerate)"
DOTNET_EnableHWIntrinsic=0 run kernels-without-intrinsics "$(names Accelerate.BlockedKernelTests Accelerate.TileTests)"

python3 conformance/coverage.py "$folder" | tee "$folder/coverage.md"
