#!/usr/bin/env bash
# Makes the pages of verify and of report as docs/scoreboard.md tells, and uses them in headless Chromium: check.sh TOOL..., where TOOL is the command that runs refcnn. Needs node, npm and chromium.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
(cd "$here" && npm install --no-fund --no-audit --silent)

"$@" vectors coverage --json "$folder/coverage.json"
"$@" mutants --filter relu/ --json "$folder/mutants.json"
"$@" bench --networks squeezenet conv-deconv-reduced-bn --backend accelerate --samples 3 --json "$folder/timings.json"
evidence=(--coverage "$folder/coverage.json" --mutants "$folder/mutants.json")
chosen=(--layers relu softmax log-softmax --networks squeezenet --backend accelerate reference)
"$@" verify "${chosen[@]}" --certify --json "$folder/verdicts.json" --timings "$folder/timings.json" --html "$folder/verify.html" "${evidence[@]}" --quiet
"$@" verify "${chosen[@]}" --shard 1/2 --json "$folder/laptop-1.json" --quiet
"$@" report desk="$folder/verdicts.json" desk="$folder/timings.json" "$folder/laptop-1.json" --html "$folder/report.html" "${evidence[@]}" --format markdown
for page in verify report; do node "$here/check.mjs" "$folder/$page.html"; done
