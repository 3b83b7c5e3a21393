#!/usr/bin/env bash
# Writes networks of the zoo as C, compiles them, and puts them into <folder>/libgenerated-c.a, which the device tests link where the property GeneratedC names it:
#   build.sh <folder> "<networks>" <compiler and its flags …>
# With -DREFCNN_NO_BLAS among the flags products are plain loops; without, the program must be linked with a BLAS.
set -euo pipefail
folder=${1:?is the folder to work in} networks=${2:?are networks of the zoo}
shift 2
: "${1:?is the compiler}"
repository=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$folder"
cd "$folder"
rm -f ./*.o libgenerated-c.a
: "${AR:=ar}"

# Arguments of a forward function: its inputs are const, its outputs are not.
arguments_of() {
    local declaration inputs outputs list=()
    declaration=$(tr '\n' ' ' < "$1.h" | grep -o "int $1_forward([^)]*)")
    inputs=$(grep -o 'const float' <<< "$declaration" | wc -l)
    outputs=$(($(grep -o 'float \*' <<< "$declaration" | wc -l) - inputs))
    for ((i = 0; i < inputs; i++)); do list+=("inputs[$i]"); done
    for ((i = 0; i < outputs; i++)); do list+=("outputs[$i]"); done
    local IFS=,
    echo "${list[*]}"
}

# The one file that knows all networks: what the device tests call.
{
    echo '#include <string.h>'
    entries=
    for network in $networks; do
        name=${network//-/_}
        dotnet run -c Release --no-build --project "$repository/src/RefCnn.Cli" -- convert --model "zoo:$network" --output "$folder/$name.c" > /dev/null
        "$@" -std=c99 -O3 -c "$name.c" -o "$name.o"
        echo "#include \"$name.h\""
        echo "static int call_$name(const float *const *inputs, float *const *outputs) { return ${name}_forward($(arguments_of "$name")); }"
        entries+="    if (strcmp(network, \"$network\") == 0) return call_$name;"$'\n'
    done
    cat <<END
typedef int refcnn_call(const float *const *inputs, float *const *outputs);
refcnn_call *refcnn_generated(const char *network);
refcnn_call *refcnn_generated(const char *network)
{
$entries    return NULL;
}
int refcnn_generated_has_blas(void);
int refcnn_generated_has_blas(void)
{
#ifdef REFCNN_NO_BLAS
    return 0;
#else
    return 1;
#endif
}
END
} > generated.c
"$@" -std=c99 -O3 -c generated.c -o generated.o
"$AR" rcs libgenerated-c.a ./*.o
