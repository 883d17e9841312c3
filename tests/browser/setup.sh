#!/bin/sh
# Gives the browser tests what they need where this machine lets us: Chromium from the system's packages (as root
# only) and a font. It never fails: the tests say themselves why they skip, or fail with DIPLOGRAPH_BROWSER=required.
set -u
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
[ -n "${DIPLOGRAPH_CHROMIUM:-}" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "browser tests: installing chromium with apt-get" >&2
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; } >/dev/null 2>&1 ||
        echo "browser tests: chromium could not be installed" >&2
else
    echo "browser tests: no Chromium here; they will be skipped" >&2
fi
exit 0
