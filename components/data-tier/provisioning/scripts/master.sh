# Sets ROOT_PASSWORD from MASTER_FILE, the JSON of a secret in Secrets Manager. A script of a managed store sources it.
# printf resolves the escapes of JSON, except those of a quote and a slash.
master="$(cat "$MASTER_FILE")"
form='"password"[[:space:]]*:[[:space:]]*"(([^"\\]|\\.)*)"'
if [[ ! "$master" =~ $form ]]; then
  echo "$MASTER_FILE has no password" >&2
  exit 1
fi
escaped="${BASH_REMATCH[1]//\\\//\/}"
ROOT_PASSWORD="$(printf '%b' "${escaped//\\\"/\"}")"
unset master form escaped
