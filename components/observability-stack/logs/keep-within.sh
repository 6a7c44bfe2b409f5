#!/bin/sh
# Deletes the oldest indices of the data stream until their first copies are within LIMIT bytes.
set -eu
umask 077
config=$(mktemp)
trap 'rm -f "$config"' EXIT
# the password is not among the arguments of a process
printf 'user = "%s:%s"\n' "$ES_USER" "$ES_PASSWORD" >"$config"

ask() {
  curl --silent --show-error --fail --max-time 60 --config "$config" ${CA:+--cacert "$CA"} "$@"
}

indices() {
  ask "$URL/_cat/indices/.ds-$STREAM-*?h=index,pri.store.size&bytes=b&s=creation.date:asc&expand_wildcards=all"
}

while :; do
  all=$(indices)
  [ -n "$all" ] || exit 0
  total=$(printf '%s\n' "$all" | awk '{ sum += $2 } END { printf "%.0f", sum }')
  [ "$total" -gt "$LIMIT" ] || exit 0
  # the index that is written to cannot be deleted
  if [ "$(printf '%s\n' "$all" | wc -l)" -eq 1 ]; then
    ask --request POST "$URL/$STREAM/_rollover" >/dev/null
  fi
  oldest=$(printf '%s\n' "$all" | awk 'NR == 1 { print $1 }')
  echo "$total bytes are above $LIMIT: deleting $oldest"
  ask --request DELETE "$URL/$oldest" >/dev/null
done
