#!/usr/bin/env bash
# Adds the users to a running Valkey server. A server reads the access control list in its Secret only when it starts.
#
# STORE_HOST, STORE_PORT      address of the server
# ROOT_PASSWORD               password of root
# RULES                       rights of a service's user
# USER_COUNT                  number of users, n
# USERNAME_i PASSWORD_i       name and password of user i, 0 <= i < n
# SERVICE_i                   service of user i, default USERNAME_i
# RETIRE                      true: take the access of the services' users of other generations afterwards
# RETIRE_SECONDS              delay before that, in which pods with the old password end, default 120
# WAIT_SECONDS                timeout for the server, default 300
set -euo pipefail

client=valkey-cli
command -v "$client" > /dev/null || client=redis-cli
# the two clients read different names; a password on the command line would be visible to other processes
export VALKEYCLI_AUTH="$ROOT_PASSWORD" REDISCLI_AUTH="$ROOT_PASSWORD"

# -e turns an error of the server into an exit status
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
  # `reset` removes the passwords and rights of an earlier definition
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
        # this also closes its connections
        valkey ACL DELUSER "$user" > /dev/null
        echo "retired $user"
      fi
    done <<< "$known"
  done
fi
