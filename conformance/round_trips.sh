#!/usr/bin/env bash
# Writes networks of the zoo in every format, reads each back or compiles it, and has it judged:
#   conformance/round_trips.sh [-f FILE]... [NETWORK]...     all networks, or these; into all formats, or these
# Fails where a verdict is not pass, but for an engine that this machine has not. REFCNN names another way to call the tool.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
refcnn=${REFCNN:-dotnet $root/src/RefCnn.Cli/bin/Release/net10.0/refcnn.dll}
files=()
while getopts f: option; do [ "$option" = f ] && files+=("$OPTARG") || exit 2; done
shift $((OPTIND - 1))
[ ${#files[@]} -gt 0 ] || files=(network.json model.onnx net.c model.mlmodel model.mlpackage)
networks=("$@")
[ ${#networks[@]} -gt 0 ] || mapfile -t networks < <(ls "$root/conformance/vectors/networks")

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
failures=0
echo '| network | file | MB | s | verdict |'
echo '|---|---|---|---|---|'
for network in "${networks[@]}"; do
    for file in "${files[@]}"; do
        mkdir "$folder/$file"
        start=$(date +%s) code=0
        verdict=$($refcnn convert --model "zoo:$network" --output "$folder/$file/$file" --verify 2>&1 | tail -n 1) || code=$?
        seconds=$(($(date +%s) - start))
        [[ $verdict = 'pass on '* || $code = 4 ]] || failures=$((failures + 1))
        echo "| $network | $file | $(du -sm --apparent-size "$folder/$file" | cut -f1) | $seconds | ${verdict%%: *} |"
        rm -r "${folder:?}/$file"
    done
done
[ "$failures" = 0 ] || { echo "$failures round trips without a pass" >&2; exit 1; }
