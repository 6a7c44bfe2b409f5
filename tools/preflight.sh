#!/bin/sh
# Lists everything that this machine lacks, each with its remedy, before anything is built. Prints nothing if nothing
# is missing. POSIX sh, because Node.js may be missing.
#
#   tools/preflight.sh [home]     home: the sandbox's folder, by default .sandbox beside tools/
set -u

folder=${0%/*}
[ "$folder" != "$0" ] || folder=.
root=$(CDPATH='' cd -- "$folder/.." && pwd)
home=${1:-$root/.sandbox}
faults=0

fault() {
  [ "$faults" -gt 0 ] || echo "This machine lacks:" >&2
  faults=$((faults + 1))
  printf '  %s\n    %s\n' "$1" "$2" >&2
}

has() { command -v "$1" >/dev/null 2>&1; }

# Any Node.js that runs npm can install the packages. They include the Node.js that runs the program (tools/with-node.sh)
# for four platforms.
enough=18
case $(uname -s 2>/dev/null)-$(uname -m 2>/dev/null) in
Linux-x86_64 | Linux-aarch64 | Darwin-arm64 | Darwin-x86_64) ;;
*) enough=22.18 ;;
esac
remedy="install Node.js 24 from https://nodejs.org/en/download, or: nvm install 24"
if has node; then
  found=$(node --version) && found=${found#v}
  [ "${found%%.*}" -ge "${enough%%.*}" ] 2>/dev/null ||
    fault "Node.js $enough or newer (found: ${found:-none that runs})" "$remedy"
else
  fault "Node.js $enough or newer" "$remedy"
fi

has npm || fault "npm" "it comes with Node.js (https://nodejs.org/en/download); Debian: apt-get install npm"

# Price and report run the program with mocks and need no tools.
needs=${HANOK_NEEDS:-everything}
if [ "$needs" = node ]; then
  :
elif has go; then
  found=$(go env GOVERSION 2>/dev/null) && found=${found#go}
  major=${found%%.*} rest=${found#*.}
  minor=${rest%%[!0-9]*}
  [ "${major:-0}" -gt 1 ] 2>/dev/null || { [ "${major:-0}" -eq 1 ] && [ "${minor:-0}" -ge 26 ]; } 2>/dev/null ||
    fault "Go 1.26 or newer (found: ${found:-none that runs})" "install it from https://go.dev/dl"
else
  fault "Go 1.26 or newer" "install it from https://go.dev/dl"
fi

has make ||
  fault "make" "Debian and Ubuntu: apt-get install make; Fedora: dnf install make; macOS: xcode-select --install"

# Free space is only needed until the tools are built. README.md explains the measured sizes, in MB.
nearest() {
  path=$1
  while [ ! -d "$path" ]; do path=${path%/*} && path=${path:-/}; done
  printf %s "$path"
}
if [ "$needs" != node ] && [ ! -e "$home/bin/.built.json" ] && [ ! -e "$home/bin/.downloaded.json" ]; then
  if has go && has df && has awk; then
    short=$(
      df -Pk "$(nearest "$home")" "$(nearest "$(go env GOMODCACHE)")" "$(nearest "$(go env GOCACHE)")" |
        awk -v needs="${HANOK_DISK_MB:-1500 5000 9500}" '
          BEGIN { split(needs, need, " ") }
          NR > 1 { free[$6] = int($4 / 1024); want[$6] += need[NR - 1] }
          END {
            for (disk in free) if (free[disk] < want[disk])
              printf "%s needs %d MB and has %d MB; ", disk, want[disk], free[disk]
          }'
    )
    [ -z "$short" ] || fault "free disk for the first build (${short%; })" \
      "free some, or move Go's caches to a larger disk with GOCACHE and GOMODCACHE"
  fi
fi

[ "$faults" -eq 0 ]
