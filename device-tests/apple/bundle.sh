# Read by run-on-device.sh and run-on-simulator.sh, which set $here and $work: publishes the head and makes the app's folder.
# shellcheck shell=bash
: "${here:?is the folder of the device tests}" "${work:?is the folder to work in}"

fail() { echo "$*" >&2; exit 2; }

demand_mac() {
    [ "$(uname)" = Darwin ] || fail "this needs a Mac with Xcode: apps for iOS are linked by Apple's linker and signed by Apple's tools"
    command -v dotnet > /dev/null || fail "dotnet is missing: install the .NET 10 SDK from https://dotnet.microsoft.com"
    xcrun --find clang > /dev/null 2>&1 || fail "Xcode is missing or not chosen: install it, open it once, then 'sudo xcode-select --switch /Applications/Xcode.app'"
}

# publish_app <runtime identifier> <bundle identifier>: leaves the app, unsigned, at $app.
publish_app() {
    local published=$work/publish
    dotnet publish "$here/AppleHead/RefCnn.AppleHead.csproj" -c Release -r "$1" -p:AheadOfTime=true -o "$published" --nologo -v q
    app=$work/RefCnnDeviceTests.app
    rm -rf "$app"
    mkdir -p "$app"
    cp "$published/RefCnn.AppleHead" "$app/"
    cp -R "$published/vectors" "$app/"
    cp "$here/AppleHead/Info.plist" "$app/"
    /usr/libexec/PlistBuddy -c "Set :CFBundleIdentifier $2" "$app/Info.plist"
    python3 "$here/apple/draw-icon.py" "$app/Icon.png"
}

# conclude <folder>: prints the verdict of the report in it, and ends with the verdict's exit code.
conclude() {
    local report=$1/report.json
    [ -s "$report" ] || report=$1/report.ndjson
    [ -s "$report" ] || fail "no report came back: the app ended before it wrote one; its crash log is in Xcode, Window, Devices and Simulators"
    exec dotnet run -c Release --project "$here/Host" -- --read "$report"
}
