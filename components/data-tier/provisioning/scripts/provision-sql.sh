#!/usr/bin/env bash
# Creates the users and databases of a MariaDB or MySQL store. A second run changes nothing.
# It deletes no user and no database, because they may hold data.
#
# STORE_HOST, STORE_PORT      address of the server
# ROOT_PASSWORD               password of root
# MASTER_FILE                 file with the password instead, on AWS
# TLS_CA                      file with the authorities of the server's certificate; without it, the connection is plain
# USER_COUNT                  number of users, n
# USERNAME_i DATABASE_i PASSWORD_i   name, database and password of user i, 0 <= i < n
# SERVICE_i                   service of user i, default USERNAME_i
# OWNER_i RIGHTS_i            service whose database user i shares, and "write" (rows) or "read". Default: the user owns it.
# RETIRE                      true: take the access of the services' users of other generations afterwards
# RETIRE_SECONDS              delay before that, in which pods with the old password end, default 120
# WAIT_SECONDS                timeout for the server, default 300
set -euo pipefail
[ -z "${MASTER_FILE:-}" ] || . "${BASH_SOURCE[0]%/*}/master.sh"

client=mariadb
command -v "$client" > /dev/null || client=mysql

tls=()
if [ -n "${TLS_CA:-}" ]; then
  tls=("--ssl-ca=$TLS_CA")
  # each client has its own word for a certificate that must name the host
  if [ "$client" = mariadb ]; then tls+=(--ssl-verify-server-cert); else tls+=(--ssl-mode=VERIFY_IDENTITY); fi
fi

# Statements come from standard input, and the password from the environment, so that other processes see neither.
sql() {
  MYSQL_PWD="$ROOT_PASSWORD" "$client" --no-defaults "${tls[@]}" --host="$STORE_HOST" --port="$STORE_PORT" \
    --protocol=tcp --user=root --connect-timeout=5 --batch --skip-column-names "$@"
}

# literal TEXT: prints a string literal in which a backslash escapes
literal() {
  printf "'%s'" "$(printf '%s' "$1" | sed -e 's/\\/\\\\/g' -e "s/'/''/g")"
}

# identifier NAME: prints a quoted identifier
identifier() {
  printf '`%s`' "${1//\`/\`\`}"
}

# pattern NAME: prints a quoted name for GRANT. An unescaped _ or % is a wildcard there: a_b would include axb.
pattern() {
  local name="${1//\\/\\\\}"
  name="${name//_/\\_}"
  identifier "${name//%/\\%}"
}

# privileges of a database, with those that MariaDB alone has in its own comments: of readers, of writers in addition, and of the owner in addition
reading='SELECT, SHOW VIEW'
writing='INSERT, UPDATE, DELETE, EXECUTE, LOCK TABLES, CREATE TEMPORARY TABLES'
owning='CREATE, DROP, ALTER, INDEX, REFERENCES, CREATE VIEW, CREATE ROUTINE, ALTER ROUTINE, EVENT, TRIGGER'
owning+=' /*M!100304 , DELETE HISTORY */ /*M!110300 , SHOW CREATE ROUTINE */'

grant() {
  printf 'GRANT %s ON %s.* TO %s;\n' "$3" "$1" "$2"
}

# a user that had more rights earlier; the grant above makes sure that there is a row to revoke from
revoke() {
  printf 'REVOKE %s ON %s.* FROM %s;\n' "$3" "$1" "$2"
}

statements() {
  local i username database password rights own
  # turns NO_BACKSLASH_ESCAPES and ANSI_QUOTES off, whatever the server's default is
  printf "SET SESSION sql_mode = 'STRICT_TRANS_TABLES';\n"
  for ((i = 0; i < USER_COUNT; i++)); do
    username="USERNAME_$i" database="DATABASE_$i" password="PASSWORD_$i"
    username="$(literal "${!username}")@'%'"
    password="$(literal "${!password}")"
    printf 'CREATE DATABASE IF NOT EXISTS %s;\n' "$(identifier "${!database}")"
    printf 'CREATE USER IF NOT EXISTS %s IDENTIFIED BY %s;\n' "$username" "$password"
    # sets a changed password, and unlocks a user that was retired
    printf 'ALTER USER %s IDENTIFIED BY %s ACCOUNT UNLOCK;\n' "$username" "$password"
    own="$(pattern "${!database}")" rights="RIGHTS_$i"
    case "${!rights:-}" in
      write)
        grant "$own" "$username" "$reading, $writing"
        revoke "$own" "$username" "$owning"
        ;;
      read)
        grant "$own" "$username" "$reading"
        revoke "$own" "$username" "$writing, $owning"
        ;;
      *) grant "$own" "$username" 'ALL PRIVILEGES' ;;
    esac
  done
}

# others I: prints the users of service I except the current one: `service` and `service_<number>`
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

# Locks these users and closes their connections. They stay, because views and routines run with the rights of their creator.
retire() {
  local i user name connections
  for ((i = 0; i < USER_COUNT; i++)); do
    while IFS= read -r user; do
      [ -n "$user" ] || continue
      name="$(literal "$user")"
      sql <<< "ALTER USER $name@'%' ACCOUNT LOCK;"
      connections="$(sql <<< "SELECT CONCAT('KILL ', ID, ';') FROM information_schema.PROCESSLIST WHERE USER = $name;")"
      # a connection may already be closed
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
