#!/bin/sh
# Runs a command with a Node.js that can run TypeScript (22.18 or newer): tools/with-node.sh <command> [argument...]
# The `node` on the PATH is used when it is new enough. Otherwise the one that `npm ci` installs is put before it.
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)

runs_typescript() {
  version=$("$1" --version 2>/dev/null) || return 1
  version=${version#v}
  major=${version%%.*} rest=${version#*.}
  minor=${rest%%.*}
  [ "$major" -ge 24 ] || { [ "$major" -eq 23 ] && [ "$minor" -ge 6 ]; } || { [ "$major" -eq 22 ] && [ "$minor" -ge 18 ]; }
}

if ! runs_typescript node; then
  for own in "$root"/node_modules/node-*/bin/node; do
    runs_typescript "$own" && break
    own=
  done
  if [ -z "$own" ]; then
    echo "Hanok needs Node.js 22.18 or newer (found: ${version:-none}). Install Node.js 24 from https://nodejs.org/en/download" >&2
    exit 1
  fi
  PATH=$(dirname -- "$own"):$PATH
  export PATH
fi
exec "$@"
