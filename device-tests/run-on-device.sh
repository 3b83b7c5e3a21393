#!/usr/bin/env bash
# The device tests on an iPhone or iPad: publish, bundle, sign, install, launch, wait, fetch the report, print the verdict.
#   run-on-device.sh DEVICE [runner's arguments, e.g. --suite layers]
# DEVICE is a name or identifier of 'xcrun devicectl list devices'. Environment: REFCNN_PROFILE, a .mobileprovision file for the device (default: the newest that Xcode keeps);
# REFCNN_IDENTITY, a code-signing identity (default: the first 'Apple Development'). Exit code: 0 all passed, 1 failures, 2 it could not be done, 3 the run did not come to its end.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$here/../artifacts/device
mkdir -p "$work"
# shellcheck source=apple/bundle.sh
. "$here/apple/bundle.sh"
demand_mac
[ $# -ge 1 ] || fail "name a device of 'xcrun devicectl list devices': run-on-device.sh DEVICE [arguments]"
device=$1
shift

newest_profile() {
    local newest='' file
    for file in "$HOME/Library/Developer/Xcode/UserData/Provisioning Profiles"/*.mobileprovision "$HOME/Library/MobileDevice/Provisioning Profiles"/*.mobileprovision; do
        [ -e "$file" ] || continue
        if [ -z "$newest" ] || [ "$file" -nt "$newest" ]; then newest=$file; fi
    done
    echo "$newest"
}
profile=${REFCNN_PROFILE:-$(newest_profile)}
[ -f "$profile" ] || fail "no provisioning profile: make one as docs/device.md, step 3, tells, or name a file in REFCNN_PROFILE"
identity=${REFCNN_IDENTITY:-$(security find-identity -v -p codesigning | sed -n 's/.*"\(Apple Development[^"]*\)".*/\1/p' | head -n 1)}
[ -n "$identity" ] || fail "no code-signing identity 'Apple Development': add your Apple ID in Xcode, Settings, Accounts"

# The app may claim what the profile grants, and no more: its identifier comes from there, and so does the increased memory limit.
security cms -D -i "$profile" > "$work/profile.plist"
/usr/libexec/PlistBuddy -x -c 'Print :Entitlements' "$work/profile.plist" > "$work/entitlements.plist"
team=$(/usr/libexec/PlistBuddy -c 'Print :TeamIdentifier:0' "$work/profile.plist")
granted=$(/usr/libexec/PlistBuddy -c 'Print :application-identifier' "$work/entitlements.plist")
bundle=${granted#*.}
[ "$bundle" != '*' ] || bundle=org.refcnn.device-tests
/usr/libexec/PlistBuddy -c "Set :application-identifier $team.$bundle" "$work/entitlements.plist"
if ! /usr/libexec/PlistBuddy -c 'Print :com.apple.developer.kernel.increased-memory-limit' "$work/entitlements.plist" > /dev/null 2>&1; then
    echo "the profile does not grant the increased memory limit: the largest networks may be left out" >&2
fi

publish_app ios-arm64 "$bundle"
cp "$profile" "$app/embedded.mobileprovision"
codesign --force --timestamp=none --sign "$identity" --entitlements "$work/entitlements.plist" "$app"
xcrun devicectl device install app --device "$device" "$app"

reports=$work/reports
rm -rf "$reports"
mkdir -p "$reports"
echo "running on $device; keep it unlocked, cool and plugged in" >&2
launched=0
xcrun devicectl device process launch --device "$device" --console --terminate-existing "$bundle" -- --run "$@" || launched=$?
[ "$launched" = 0 ] || echo "the app, or the connection to it, ended with $launched; what it wrote is fetched" >&2
for file in report.json report.xml report.ndjson; do
    xcrun devicectl device copy from --device "$device" --domain-type appDataContainer --domain-identifier "$bundle" \
        --source "Documents/$file" --destination "$reports/$file" > /dev/null 2>&1 || true
done
conclude "$reports"
