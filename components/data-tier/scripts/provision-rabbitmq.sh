#!/usr/bin/env bash
# Makes the virtual host and the users of a RabbitMQ store by the management API, and changes nothing that is right
# already. It removes nothing. Bash speaks HTTP itself, so that it works in every version of the image.
#
# STORE_HOST, MANAGEMENT_PORT the server
# ROOT_PASSWORD               of root
# VIRTUAL_HOST                of the system
# USER_COUNT                  n
# USERNAME_i PASSWORD_i       of user i, 0 <= i < n
# SERVICE_i                   the service of user i, default USERNAME_i
# RETIRE                      true: afterwards the service's users of other generations lose their access
# RETIRE_SECONDS              how long to wait before that, until pods with the old password have ended, default 120
# WAIT_SECONDS                how long to wait for the server, default 300
set -euo pipefail
export LC_ALL=C

authorization="$(printf 'root:%s' "$ROOT_PASSWORD" | base64 --wrap=0)"

# A path segment, percent-encoded
segment() {
  local text="$1" i letter
  for ((i = 0; i < ${#text}; i++)); do
    letter="${text:i:1}"
    case "$letter" in
      [a-zA-Z0-9._~-]) printf '%s' "$letter" ;;
      *) printf '%%%02X' "'$letter" ;;
    esac
  done
}

# A JSON string
string() {
  local text="${1//\\/\\\\}"
  printf '"%s"' "${text//\"/\\\"}"
}

# request METHOD PATH [BODY]: sets `status` and `answer`; fails when nothing answers
request() {
  local body="${3:-}" line
  status= answer=
  { exec 3<> "/dev/tcp/$STORE_HOST/$MANAGEMENT_PORT"; } 2> /dev/null || return 1
  printf '%s /api/%s HTTP/1.1\r\nHost: %s\r\nAuthorization: Basic %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s' \
    "$1" "$2" "$STORE_HOST" "$authorization" "${#body}" "$body" >&3
  IFS= read -r -t 15 line <&3 || line=
  # up to the end of the connection: the headers, and after an empty line the body
  IFS= read -r -d '' -t 15 answer <&3 || true
  answer="${answer#*$'\r\n\r\n'}"
  exec 3>&-
  status="$(cut -d ' ' -f 2 <<< "$line")"
  [ -n "$status" ]
}

# put PATH BODY: 201 is made, 204 is there already
put() {
  request PUT "$1" "$2" || { echo "no answer from $STORE_HOST:$MANAGEMENT_PORT" >&2; exit 1; }
  case "$status" in
    20[14]) ;;
    *) echo "PUT /api/$1 was answered with $status" >&2; exit 1 ;;
  esac
}

deadline=$((SECONDS + ${WAIT_SECONDS:-300}))
until request GET whoami && [ "$status" = 200 ]; do
  if ((SECONDS >= deadline)); then
    echo "no access to $STORE_HOST:$MANAGEMENT_PORT: ${status:-no answer}" >&2
    exit 1
  fi
  echo "waiting for $STORE_HOST:$MANAGEMENT_PORT"
  sleep "${RETRY_SECONDS:-3}"
done

vhost="$(segment "$VIRTUAL_HOST")"
put "vhosts/$vhost" '{}'
for ((i = 0; i < USER_COUNT; i++)); do
  username="USERNAME_$i" password="PASSWORD_$i"
  user="$(segment "${!username}")"
  # no tags: no access to the management
  put "users/$user" "{\"password\":$(string "${!password}"),\"tags\":\"\"}"
  put "permissions/$vhost/$user" '{"configure":".*","write":".*","read":".*"}'
done
echo "provisioned $USER_COUNT users"

if [ "${RETIRE:-}" = true ]; then
  sleep "${RETIRE_SECONDS:-120}"
  if ! request GET 'users?columns=name' || [ "$status" != 200 ]; then
    echo "GET /api/users was answered with ${status:-nothing}" >&2
    exit 1
  fi
  known=
  while [[ "$answer" =~ \"name\":\"([^\"]*)\"(.*) ]]; do
    known+="${BASH_REMATCH[1]}"$'\n'
    answer="${BASH_REMATCH[2]}"
  done
  for ((i = 0; i < USER_COUNT; i++)); do
    username="USERNAME_$i" service="SERVICE_$i"
    service="${!service:-${!username}}"
    while IFS= read -r user; do
      [ "$user" != "${!username}" ] || continue
      generation="${user#"$service"_}"
      if [ "$user" = "$service" ] || [[ "$user" != "$generation" && "$generation" =~ ^[0-9]+$ ]]; then
        # ends its connections too
        request DELETE "users/$(segment "$user")" || true
        if [ "$status" != 204 ] && [ "$status" != 404 ]; then
          echo "DELETE /api/users/$user was answered with ${status:-nothing}" >&2
          exit 1
        fi
        echo "retired $user"
      fi
    done <<< "$known"
  done
fi
