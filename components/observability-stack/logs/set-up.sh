#!/bin/sh
# Writes the lifecycle and the template to Elasticsearch, and the saved objects to Kibana. It can be repeated.
set -eu
umask 077
config=$(mktemp)
trap 'rm -f "$config"' EXIT
printf 'user = "%s:%s"\n' "$ES_USER" "$ES_PASSWORD" >"$config"

ask() {
  curl --silent --show-error --fail --max-time 30 --retry 60 --retry-delay 5 --retry-all-errors \
    --config "$config" "$@"
}

for name in policy template; do
  path=$(cat "$FILES/$name.path")
  ask ${CA:+--cacert "$CA"} --request PUT --header "Content-Type: application/json" \
    --data-binary "@$FILES/$name.json" "$URL/$path" >/dev/null
done
ask ${KIBANA_CA:+--cacert "$KIBANA_CA"} --request POST --header "kbn-xsrf: true" \
  --form "file=@$FILES/saved-objects.ndjson" \
  "$KIBANA_URL/api/saved_objects/_import?overwrite=true" >/dev/null
echo "lifecycle, template and saved objects are there"
