#!/bin/sh
# The main job on the example app: a clean check, then a bad day, mended as far as a machine may.
set -eu
cd "$(dirname "$0")"
root=$(cd .. && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

run() {
    printf '\n$ %s\n' "$*"
    "$@" || true
}

echo "The example app, as it is:"
run teamshelf check standup

echo
echo "Its package, the same bytes on any machine:"
cp -r standup "$work/standup"
(cd "$work" && run teamshelf pack standup)

echo
echo "The same app after a bad day:"
cp -r standup "$work/broken"
sed -e 's/"scopes": \["team", "groupChat"\],/"scopes": ["team", "groupchat"]/' \
    -e 's/"type": "query"/"type": "search"/' \
    -e 's/"isNotificationOnly"/"isNotificationsOnly"/' \
    -e 's/#0B6E6E/teal/' standup/manifest.json >"$work/broken/manifest.json"
cd "$work"
run teamshelf check broken
echo
echo "What needs no decision is mended; the rest is yours:"
run teamshelf fix broken
run teamshelf check broken --lang fr
run teamshelf explain SchemaError_Pattern
echo
echo "And the whole story, on a shelf of its own, which stays to be looked at:"
cd "$root"
rm -rf .cache/demo
trap : INT # ends the shelf that is looked at, not this
printf '\n$ teamshelf demo --data .cache/demo\n'
teamshelf demo --data .cache/demo
echo
echo "Next: README.md, or \`teamshelf check\` on an app of your own."
