#!/usr/bin/env bash
# Gives a running Valkey server the users that the access control list in its Secret has: a server that started
# before a user was added learns of it without a restart. It removes nothing.
#
# STORE_HOST, STORE_PORT      the server
# ROOT_PASSWORD               of root
# RULES                       rights of a service's user
# USER_COUNT                  n
# USERNAME_i PASSWORD_i       of user i, 0 <= i < n
# SERVICE_i                   the service of user i, default USERNAME_i
# RETIRE                      true: afterwards the service's users of other generations lose their access
# RETIRE_SECONDS              how long to wait before that, until pods with the old password have ended, default 120
# WAIT_SECONDS                how long to wait for the server, default 300
set -euo pipefail

client=valkey-cli
command -v "$client" > /dev/null || client=redis-cli
# the client reads both names; on its command line other processes would see the password
export VALKEYCLI_AUTH="$ROOT_PASSWORD" REDISCLI_AUTH="$ROOT_PASSWORD"

# -e: an error of the server is an exit status
valkey() {
  "$client" -e --no-auth-warning --user root -h "$STORE_HOST" -p "$STORE_PORT" "$@"
}

deadline=$((SECONDS + ${WAIT_SECONDS:-300}))
until answer="$(valkey ping 2>&1)" && [ "$answer" = PONG ]; do
  if ((SECONDS >= deadline)); then
    echo "no access to $STORE_HOST:$STORE_PORT: $answer" >&2
    exit 1
  fi
  echo "waiting for $STORE_HOST:$STORE_PORT"
  sleep "${RETRY_SECONDS:-3}"
done

for ((i = 0; i < USER_COUNT; i++)); do
  username="USERNAME_$i" password="PASSWORD_$i"
  hash="$(printf '%s' "${!password}" | sha256sum | cut -d ' ' -f 1)"
  # `resetpass` and the rules as a whole: what is left of an older definition would be a right too many
  printf 'ACL SETUSER %s reset on #%s %s\n' "${!username}" "$hash" "$RULES" | valkey > /dev/null
done
echo "provisioned $USER_COUNT users"

if [ "${RETIRE:-}" = true ]; then
  sleep "${RETIRE_SECONDS:-120}"
  known="$(valkey ACL USERS)"
  for ((i = 0; i < USER_COUNT; i++)); do
    username="USERNAME_$i" service="SERVICE_$i"
    service="${!service:-${!username}}"
    while IFS= read -r user; do
      [ "$user" != "${!username}" ] || continue
      generation="${user#"$service"_}"
      if [ "$user" = "$service" ] || [[ "$user" != "$generation" && "$generation" =~ ^[0-9]+$ ]]; then
        # ends its connections too
        valkey ACL DELUSER "$user" > /dev/null
        echo "retired $user"
      fi
    done <<< "$known"
  done
fi
