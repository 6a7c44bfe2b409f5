#!/usr/bin/env bash
# Creates the virtual host and the users of a RabbitMQ store through the management API. A second run changes nothing.
# Bash speaks HTTP itself, because not every version of the image has an HTTP client. On AWS, curl speaks HTTPS.
#
# STORE_HOST, MANAGEMENT_PORT address of the management API
# ROOT_PASSWORD               password of root
# MASTER_FILE                 file with the password instead, on AWS
# MANAGEMENT_TLS              true: HTTPS, with the authorities of the image or of CURL_CA_BUNDLE
# VIRTUAL_HOST                virtual host of the system
# USER_COUNT                  number of users, n
# USERNAME_i PASSWORD_i       name and password of user i, 0 <= i < n
# SERVICE_i                   service of user i, default USERNAME_i
# RETIRE                      true: take the access of the services' users of other generations afterwards
# RETIRE_SECONDS              delay before that, in which pods with the old password end, default 120
# WAIT_SECONDS                timeout for the server, default 300
set -euo pipefail
export LC_ALL=C
[ -z "${MASTER_FILE:-}" ] || . "${BASH_SOURCE[0]%/*}/master.sh"

authorization="$(printf 'root:%s' "$ROOT_PASSWORD" | base64 --wrap=0)"

# segment TEXT: prints a percent-encoded path segment
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

# string TEXT: prints a JSON string
string() {
  local text="${1//\\/\\\\}"
  printf '"%s"' "${text//\"/\\\"}"
}

# request METHOD PATH [BODY]: sets `status` and `answer`; fails without an answer
request() {
  local body="${3:-}" line
  status= answer=
  if [ "${MANAGEMENT_TLS:-}" = true ]; then
    request_tls "$1" "$2" "$body"
    return
  fi
  { exec 3<> "/dev/tcp/$STORE_HOST/$MANAGEMENT_PORT"; } 2> /dev/null || return 1
  printf '%s /api/%s HTTP/1.1\r\nHost: %s\r\nAuthorization: Basic %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s' \
    "$1" "$2" "$STORE_HOST" "$authorization" "${#body}" "$body" >&3
  IFS= read -r -t 15 line <&3 || line=
  # the server closes the connection after the body; an empty line ends the headers
  IFS= read -r -d '' -t 15 answer <&3 || true
  answer="${answer#*$'\r\n\r\n'}"
  exec 3>&-
  status="$(cut -d ' ' -f 2 <<< "$line")"
  [ -n "$status" ]
}

# request_tls METHOD PATH BODY: the same over HTTPS. The password and the body come from files, so that other processes see neither.
request_tls() {
  local reply
  reply="$(curl --silent --max-time 20 --request "$1" --write-out '\n%{http_code}' --data-binary @<(printf '%s' "$3") \
    --config <(printf 'header = "Authorization: Basic %s"\nheader = "Content-Type: application/json"\n' "$authorization") \
    "https://$STORE_HOST:$MANAGEMENT_PORT/api/$2")" || return 1
  status="${reply##*$'\n'}" answer="${reply%$'\n'*}"
}

# send METHOD PATH BODY: 201 means created, 204 means updated
send() {
  request "$@" || { echo "no answer from $STORE_HOST:$MANAGEMENT_PORT" >&2; exit 1; }
  case "$status" in
    20[14]) ;;
    *) echo "$1 /api/$2 was answered with $status" >&2; exit 1 ;;
  esac
}

put() {
  send PUT "$@"
}

# Whether the virtual host has a queue that its clients would declare with another type after the default has changed.
# The broker refuses such a declaration.
has_classic_queues() {
  request GET "queues/$vhost?columns=durable,type" || true
  [[ "$answer" =~ \"durable\":true,\"type\":\"classic\" || "$answer" =~ \"type\":\"classic\",\"durable\":true ]]
}

# What no queue takes goes to the queue `dead-letters`, unless its queue names an exchange of its own: rejected messages,
# expired ones, and those that no consumer finishes. It keeps 14 days and 256 MiB, so that it does not fill the disk.
dead_letters() {
  local name=dead-letters
  put "exchanges/$vhost/$name" '{"type":"fanout","durable":true}'
  put "queues/$vhost/$name" '{"durable":true,"arguments":{"x-queue-type":"quorum"}}'
  send POST "bindings/$vhost/e/$name/q/$name" '{}'
  put "policies/$vhost/hanok-$name-limits" \
    "{\"pattern\":\"^$name\$\",\"apply-to\":\"queues\",\"definition\":{\"max-length-bytes\":268435456,\"message-ttl\":1209600000}}"
  # Not of reply queues. A team's own policy has a priority above 0. A key that only one type of queue has, such as
  # delivery-limit (20 by default), would take the policy from the other types.
  put "policies/$vhost/hanok-$name" \
    "{\"pattern\":\"^(?!$name\$|amq\\\\.)\",\"apply-to\":\"queues\",\"definition\":{\"dead-letter-exchange\":\"$name\"}}"
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
if has_classic_queues; then
  echo "classic queues stay, and so does the default type; move them, and the default becomes quorum"
else
  put "vhosts/$vhost" '{"default_queue_type":"quorum"}'
fi
dead_letters
for ((i = 0; i < USER_COUNT; i++)); do
  username="USERNAME_$i" password="PASSWORD_$i"
  user="$(segment "${!username}")"
  # without tags, a user has no access to the management API
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
        # this also closes its connections
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
