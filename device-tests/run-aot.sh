#!/usr/bin/env bash
# Compiles the device tests ahead of time and runs them: run-aot.sh x64 | arm64
# arm64 runs in an emulator where the machine is another, without the Core ML files, which are no phone's; there the head runs too, on stand-ins for Apple's libraries, and is compiled for iOS as far as Linux can.
# Needs clang, lld and zlib's headers; for arm64 on x64 also gcc-aarch64-linux-gnu, libc6-dev-arm64-cross, qemu-user-static, gobjc-aarch64-linux-gnu (Debian's names), and OpenSSL for arm64, for hashes:
# EMULATED_LIBRARIES names its folder.
set -euo pipefail
cd "$(dirname "$0")/.."
architecture=${1:?is x64 or arm64}
output=$PWD/artifacts/aot/$architecture
options=(-c Release -r "linux-$architecture" --nologo -v q -p:AheadOfTime=true -p:CppCompilerAndLinker=clang -p:LinkerFlavor=lld)
run=() compiler=gcc
networks=(squeezenet mobilenet nin-bn conv-deconv-reduced-bn-64x96)
layers=() archiver=ar
case $architecture-$(uname -m) in
    x64-x86_64)
        # Without a newer instruction set than .NET's least, fused multiply-adds are calls.
        level=x86-64-v3
        ! grep -q avx512vl /proc/cpuinfo || level=x86-64-v4
        options+=("-p:IlcInstructionSet=$level")
        ;;
    arm64-aarch64) ;;
    arm64-*)
        options+=(-p:ObjCopyName=aarch64-linux-gnu-objcopy)
        export QEMU_LD_PREFIX=/usr/aarch64-linux-gnu
        layers=(--backend reference accelerate 'accelerate --gemm managed' 'accelerate --algorithm direct' 'accelerate --algorithm winograd2x2' 'accelerate --algorithm winograd4x4')
        run=(qemu-aarch64-static ${EMULATED_LIBRARIES:+-E LD_LIBRARY_PATH="$EMULATED_LIBRARIES"}) compiler=aarch64-linux-gnu-gcc archiver=aarch64-linux-gnu-ar
        ;;
    *) echo "linux-$architecture does not run on $(uname -m)" >&2; exit 2 ;;
esac

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# publish <project> <program>: fails on every warning but that an assembly of others has some; of those only xunit's may.
publish() {
    dotnet publish "device-tests/$1" "${options[@]}" -o "$output/$2" 2>&1 | tee "$log"
    if grep -E 'warning IL' "$log" | grep -vE "warning IL(2104|3053): Assembly 'xunit\.(core|execution\.dotnet|assert|abstractions)'"; then
        echo "$2: a warning of the trimmer or compiler that device-tests/DeviceApp.props does not explain" >&2
        exit 1
    fi
    echo "$2 $architecture: $(du -k "$output/$2/$2" | cut -f1) KiB, with vectors $(du -sk --exclude='*.dbg' "$output/$2" | cut -f1) KiB"
}

# demand <command…>: the command succeeds and nothing in it lacks code that was compiled.
demand() {
    local code=0
    "$@" 2>&1 | tee "$log" || code=${PIPESTATUS[0]}
    if grep -q 'missing native code' "$log"; then
        echo 'code is missing that only a just-in-time compiler makes' >&2
        exit 1
    fi
    [ "$code" = 0 ] || exit "$code"
}

AR=$archiver device-tests/generated-c/build.sh "$output/generated-c" "squeezenet mobilenet" "$compiler" -DREFCNN_NO_BLAS
options+=("-p:GeneratedC=$output/generated-c/libgenerated-c.a")

publish Host device-tests
demand "${run[@]}" "$output/device-tests/device-tests" --output "$output/report-layers" --suite layers "${layers[@]}"
demand "${run[@]}" "$output/device-tests/device-tests" --output "$output/report-networks" --suite networks certificates --backend accelerate c:plain --network "${networks[@]}" --certificates-up-to 0.4

# The head runs just in time in the desktop tests; here for the phone's processor alone.
[ "$architecture" = arm64 ] || exit 0
publish HeadOnLinux head-on-linux
device-tests/HeadOnLinux/stand-ins/build.sh "$output/stand-ins.so" "$compiler"
home=$output/home
rm -rf "$home"
mkdir -p "$home/Documents"
scene=$(sed -n '/UISceneDelegateClassName/{n;s/.*<string>\(.*\)<.*/\1/p;}' device-tests/AppleHead/Info.plist)
demand env HOME="$home" STANDIN_LIBRARY="$output/stand-ins.so" STANDIN_SCENE_DELEGATE="$scene" STANDIN_TAPS='Run,Share report' STANDIN_RENDER="$home/screen.txt" \
    "${run[@]}" "$output/head-on-linux/head-on-linux" --suite layers --name relu/ max-pool2d/ --backend accelerate
cat "$home/screen.txt"
grep -q 'ALL [1-9][0-9]* PASSED' "$home/screen.txt"
"${run[@]}" "$output/device-tests/device-tests" --read "$home/Documents/report.json"

# The same program once more for ios-arm64, up to the object file that Apple's linker would take. The base library is Linux's: iOS's comes with a package for Macs.
native=device-tests/HeadOnLinux/obj/Release/net10.0/linux-arm64/native
sed -e 's/^--targetos:linux$/--targetos:ios/' -e "s|^-o:.*|-o:$output/head-ios-arm64.o|" "$native/head-on-linux.ilc.rsp" > "$output/head-ios-arm64.rsp"
compilers=("$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //')"runtime.linux-*.microsoft.dotnet.ilcompiler/*/tools/ilc)
(cd device-tests/HeadOnLinux && demand "${compilers[-1]}" "@$output/head-ios-arm64.rsp")
[ "$(od -An -tx4 -N8 "$output/head-ios-arm64.o" | tr -d ' ')" = feedfacf0100000c ] || { echo "$output/head-ios-arm64.o is no Mach-O object for arm64" >&2; exit 1; }
echo "head-ios-arm64.o: $(du -k "$output/head-ios-arm64.o" | cut -f1) KiB"
