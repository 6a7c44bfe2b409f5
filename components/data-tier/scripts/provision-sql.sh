#!/usr/bin/env bash
# Makes the users and databases of a MariaDB or MySQL store, and changes nothing that is right already.
# It removes nothing: what a user left behind is data.
#
# STORE_HOST, STORE_PORT      the server
# ROOT_PASSWORD               of root
# USER_COUNT                  n
# USERNAME_i DATABASE_i PASSWORD_i   of user i, 0 <= i < n
# WAIT_SECONDS                how long to wait for the server, default 300
set -euo pipefail

client=mariadb
command -v "$client" > /dev/null || client=mysql

# Statements by standard input and the password by the environment: other processes see neither.
sql() {
  MYSQL_PWD="$ROOT_PASSWORD" "$client" --no-defaults --host="$STORE_HOST" --port="$STORE_PORT" \
    --protocol=tcp --user=root --connect-timeout=5 --batch --skip-column-names
}

# 'text' as a string literal, with backslashes that escape
literal() {
  printf "'%s'" "$(printf '%s' "$1" | sed -e 's/\\/\\\\/g' -e "s/'/''/g")"
}

# `name` as an identifier
identifier() {
  printf '`%s`' "${1//\`/\`\`}"
}

# `name` in a GRANT, where _ and % stand for other letters unless escaped: a_b would be a grant on axb too
pattern() {
  local name="${1//\\/\\\\}"
  name="${name//_/\\_}"
  identifier "${name//%/\\%}"
}

statements() {
  local i username database password
  # neither NO_BACKSLASH_ESCAPES nor ANSI_QUOTES, whatever the server's default is
  printf "SET SESSION sql_mode = 'STRICT_TRANS_TABLES';\n"
  for ((i = 0; i < USER_COUNT; i++)); do
    username="USERNAME_$i" database="DATABASE_$i" password="PASSWORD_$i"
    username="$(literal "${!username}")@'%'"
    password="$(literal "${!password}")"
    printf 'CREATE DATABASE IF NOT EXISTS %s;\n' "$(identifier "${!database}")"
    printf 'CREATE USER IF NOT EXISTS %s IDENTIFIED BY %s;\n' "$username" "$password"
    # a changed password takes effect
    printf 'ALTER USER %s IDENTIFIED BY %s;\n' "$username" "$password"
    printf 'GRANT ALL PRIVILEGES ON %s.* TO %s;\n' "$(pattern "${!database}")" "$username"
  done
}

deadline=$((SECONDS + ${WAIT_SECONDS:-300}))
until answer="$(sql <<< 'SELECT 1' 2>&1)"; do
  if ((SECONDS >= deadline)); then
    echo "no access to $STORE_HOST:$STORE_PORT: $answer" >&2
    exit 1
  fi
  echo "waiting for $STORE_HOST:$STORE_PORT"
  sleep "${RETRY_SECONDS:-3}"
done

statements | sql
echo "provisioned $USER_COUNT users"
