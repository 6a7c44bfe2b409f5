#!/usr/bin/env bash
# Makes the users and databases of a MariaDB or MySQL store, and changes nothing that is right already.
# It removes nothing: what a user left behind is data.
#
# STORE_HOST, STORE_PORT      the server
# ROOT_PASSWORD               of root
# USER_COUNT                  n
# USERNAME_i DATABASE_i PASSWORD_i   of user i, 0 <= i < n
# SERVICE_i                   the service of user i, default USERNAME_i
# RETIRE                      true: afterwards the service's users of other generations lose their access
# RETIRE_SECONDS              how long to wait before that, until pods with the old password have ended, default 120
# WAIT_SECONDS                how long to wait for the server, default 300
set -euo pipefail

client=mariadb
command -v "$client" > /dev/null || client=mysql

# Statements by standard input and the password by the environment: other processes see neither.
sql() {
  MYSQL_PWD="$ROOT_PASSWORD" "$client" --no-defaults --host="$STORE_HOST" --port="$STORE_PORT" \
    --protocol=tcp --user=root --connect-timeout=5 --batch --skip-column-names "$@"
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
    # a changed password takes effect, also for a user that was retired
    printf 'ALTER USER %s IDENTIFIED BY %s ACCOUNT UNLOCK;\n' "$username" "$password"
    printf 'GRANT ALL PRIVILEGES ON %s.* TO %s;\n' "$(pattern "${!database}")" "$username"
  done
}

# Users of a service but for its current one: `service` and `service_<number>`
others() {
  local username="USERNAME_$1" service="SERVICE_$1" prefix
  service="$(literal "${!service:-${!username}}")"
  prefix="CONCAT($service, '_')"
  sql << SQL
SET SESSION sql_mode = 'STRICT_TRANS_TABLES';
SELECT User FROM mysql.user WHERE Host = '%' AND User <> $(literal "${!username}")
  AND (User = $service OR (LEFT(User, CHAR_LENGTH($prefix)) = $prefix
    AND SUBSTRING(User, CHAR_LENGTH($prefix) + 1) REGEXP '^[0-9]+$'));
SQL
}

# A locked user stays, because views and routines run with the rights of the user who made them.
retire() {
  local i user name connections
  for ((i = 0; i < USER_COUNT; i++)); do
    while IFS= read -r user; do
      [ -n "$user" ] || continue
      name="$(literal "$user")"
      sql <<< "ALTER USER $name@'%' ACCOUNT LOCK;"
      connections="$(sql <<< "SELECT CONCAT('KILL ', ID, ';') FROM information_schema.PROCESSLIST WHERE USER = $name;")"
      # a connection may have ended by itself
      sql --force <<< "$connections" 2> /dev/null || true
      echo "retired $user"
    done <<< "$(others "$i")"
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
if [ "${RETIRE:-}" = true ]; then
  sleep "${RETIRE_SECONDS:-120}"
  retire
fi
