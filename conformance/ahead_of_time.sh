#!/usr/bin/env bash
# Compiles the tool ahead of time, as docs/command-line.md tells, and uses it: what it must do, its size, and how long it takes to start.
# Needs clang, lld and zlib's headers.
set -euo pipefail
cd "$(dirname "$0")/.."
case $(uname -m) in
    x86_64) architecture=x64 options=(-p:IlcInstructionSet=x86-64-v3) ;;
    aarch64) architecture=arm64 options=() ;;
    *) echo "there is no .NET for linux-$(uname -m) to compile ahead of time with" >&2; exit 2 ;;
esac
output=$PWD/artifacts/aot/refcnn refcnn=$PWD/artifacts/aot/refcnn/refcnn
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
rm -rf "$output"
dotnet publish src/RefCnn.Cli -c Release -r "linux-$architecture" --nologo -v q -p:AheadOfTime=true -p:CppCompilerAndLinker=clang -p:LinkerFlavor=lld "${options[@]}" -o "$output"

# From a folder of its own, so that it finds vectors and samples beside itself.
repository=$PWD
cd "$folder"
"$refcnn" --version
"$refcnn" verify --layers conv2d
"$refcnn" verify --layers softmax --backend onnx-runtime coreml:mlpackage --json verdicts.json --html page.html --quiet
"$refcnn" inspect --model zoo:squeezenet | tail -n 1
"$refcnn" vectors coverage
"$refcnn" mutants --filter relu/ceiling
"$refcnn" bench --networks squeezenet --samples 3
for file in model.onnx model.json model.c model.mlmodel model.mlpackage; do "$refcnn" convert --model zoo:squeezenet --output "$file"; done
for file in model.onnx model.json model.mlmodel model.mlpackage; do "$refcnn" inspect --model "$file" --json > "$file.txt"; done
"$refcnn" run --model zoo:squeezenet --backend accelerate --output y.npy --json
"$refcnn" stylize "$repository/samples/pictures/landscape.png" styled.png
"$refcnn" erase-text "$repository/samples/pictures/landscape-text.png" erased.png
"$refcnn" translate "$repository/samples/pictures/metal.png" fabric.png --model sample:metal-to-fabric
"$refcnn" detect "$repository/samples/pictures/dishes.png" --output boxes.png
"$refcnn" calories "$repository/samples/pictures/dishes.png"
"$refcnn" classify --model sample:dish-calories --image "$repository/samples/pictures/dish.png"

# HDF5 too.
"$refcnn" inspect --model "$repository/conformance/fixtures/keras1.h5" | tail -n 1

# No limit that a busy machine could miss: half a second is ten times what it takes.
for arguments in --version --help; do
    start=$(date +%s%N)
    for run in 1 2 3 4 5 6 7 8 9 10; do "$refcnn" "$arguments" > help.txt; done
    milliseconds=$((($(date +%s%N) - start) / 10000000))
    echo "refcnn $arguments: $milliseconds ms"
    [ "$milliseconds" -lt 500 ] || { echo "the tool takes too long to start" >&2; exit 1; }
done
echo "refcnn $architecture: $(du -k "$refcnn" | cut -f1) KiB, with its libraries $(cat "$output"/refcnn "$output"/*.so | wc -c | awk '{ print int($1 / 1024) }') KiB, with vectors and samples $(du -sk "$output" | cut -f1) KiB"
