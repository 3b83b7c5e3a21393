#!/usr/bin/env bash
# Coverage-guided fuzzing of the readers with AFL++ (Debian's afl++) and SharpFuzz: run.sh [SECONDS [READER...]], 60 seconds and all readers if nothing is said.
# Each reader gets so many seconds. What it fails at is kept in artifacts/fuzz/failures, and makes the script fail; a table goes to artifacts/fuzz/table.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
folder=$PWD/artifacts/fuzz
command -v afl-fuzz > /dev/null || { echo "run.sh needs afl-fuzz: apt-get install afl++" >&2; exit 1; }

dotnet build conformance/fuzz -c Release --nologo -v q
program=(dotnet conformance/fuzz/bin/Release/net10.0/RefCnn.Fuzz.dll)
rm -rf "$folder"
mkdir -p "$folder/failures"
"${program[@]}" prepare "$folder"
if [ $# -gt 1 ]; then readers=("${@:2}"); else mapfile -t readers < <("${program[@]}" list); fi

# No terminal, no core dumps caught, no change to the machine's settings; the program is a script's child, which AFL++ cannot look into.
export AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_SKIP_BIN_CHECK=1 AFL_MAP_SIZE=65536
printf '| reader | executions | new ways | slowest, ms | most allocated, MB | failures |\n|---|---|---|---|---|---|\n' > "$folder/table.md"
failures=0
for reader in "${readers[@]}"; do
    found=$folder/found/$reader
    mkdir -p "$found" "$folder/work/$reader"
    dictionary=conformance/fuzz/dictionaries/$reader.dict
    options=(-i "$folder/seeds/$reader" -o "$found" -V "$seconds" -t 10000 -m none)
    [ ! -e "$dictionary" ] || options+=(-x "$dictionary")
    afl-fuzz "${options[@]}" -- dotnet "$folder/program/RefCnn.Fuzz.dll" run "$reader" "$folder/work/$reader" > "$folder/$reader.log" 2>&1 || { tail -n 30 "$folder/$reader.log" >&2; exit 1; }

    statistics() { sed -n "s/^$1 *: //p" "$found/default/fuzzer_stats"; }
    count=0
    for file in "$found"/default/{crashes,hangs}/id*; do
        [ ! -e "$file" ] || cp "$file" "$folder/failures/$reader-$((++count))"
    done
    failures=$((failures + count))
    read -r slowest largest < "$folder/work/$reader/measured"
    echo "| $reader | $(statistics execs_done) | $(statistics corpus_found) | $slowest | $largest | $count |" | tee -a "$folder/table.md"
done
[ "$failures" = 0 ] || { echo "$failures files at which a reader fails: $folder/failures" >&2; exit 1; }
