#!/bin/sh
# Installs the servers that tests/components/data-tier/servers runs the provisioning scripts against.
# As root on Debian or Ubuntu it installs what is missing; elsewhere it says what is missing, and those tests skip.
set -eu

PATH="$PATH:/usr/sbin"
missing=
need() {
  # command, or a pattern of its path, and the package that has it
  # shellcheck disable=SC2086
  if ! command -v "$1" > /dev/null 2>&1 && ! ls $1 > /dev/null 2>&1; then missing="$missing $2"; fi
}
need mariadbd mariadb-server
need redis-server redis-server
need rabbitmq-server rabbitmq-server
need '/usr/lib/postgresql/*/bin/postgres' postgresql

[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
  echo "missing:$missing; tests that need them are skipped (as root on Debian, tests/servers.sh installs them)" >&2
  exit 0
fi

# a package's server must not start: the tests start their own. What stands there already is left alone.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' > "$policy"
  chmod +x "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends $missing > /dev/null
echo "installed:$missing"
