#!/usr/bin/env bash
# The device tests in the iOS simulator, which needs no Apple ID: its verdicts count, its timings are the Mac's.
#   run-on-simulator.sh [runner's arguments, e.g. --suite layers]
# Environment: REFCNN_SIMULATOR, a name or identifier of 'xcrun simctl list devices' (default: one that is booted, else the first iPhone). Exit code: as run-on-device.sh.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$here/../artifacts/simulator
mkdir -p "$work"
# shellcheck source=apple/bundle.sh
. "$here/apple/bundle.sh"
demand_mac
bundle=org.refcnn.device-tests

first_simulator() { xcrun simctl list devices available | sed -n 's/^ *\(iPhone.*\) (\([0-9A-F-]\{36\}\)).*/\2/p' | head -n 1; }
simulator=${REFCNN_SIMULATOR:-$(xcrun simctl list devices | sed -n 's/.*(\([0-9A-F-]\{36\}\)) (Booted).*/\1/p' | head -n 1)}
simulator=${simulator:-$(first_simulator)}
[ -n "$simulator" ] || fail "there is no iPhone simulator: install a platform in Xcode, Settings, Components"
xcrun simctl bootstatus "$simulator" -b > /dev/null

architecture=arm64
[ "$(uname -m)" = arm64 ] || architecture=x64
publish_app "iossimulator-$architecture" "$bundle"
codesign --force --timestamp=none --sign - "$app"
xcrun simctl install "$simulator" "$app"
documents=$(xcrun simctl get_app_container "$simulator" "$bundle" data)/Documents
rm -f "$documents"/report.*
xcrun simctl launch --console-pty --terminate-running-process "$simulator" "$bundle" --run "$@" || true

reports=$work/reports
rm -rf "$reports"
mkdir -p "$reports"
cp "$documents"/report.* "$reports/" || true
conclude "$reports"
