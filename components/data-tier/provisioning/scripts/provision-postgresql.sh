#!/usr/bin/env bash
# Creates the users and databases of a PostgreSQL store. A second run changes nothing.
# It deletes no user and no database, because they may hold data.
#
# STORE_HOST, STORE_PORT      address of the server
# ROOT_PASSWORD               password of postgres
# USER_COUNT                  number of users, n
# USERNAME_i DATABASE_i PASSWORD_i   name, database and password of user i, 0 <= i < n
# SERVICE_i                   service of user i, default USERNAME_i
# RETIRE                      true: take the access of the services' users of other generations afterwards
# RETIRE_SECONDS              delay before that, in which pods with the old password end, default 120
# EXTENSION                   extension to create in each database
# WAIT_SECONDS                timeout for the server, default 300
set -euo pipefail

export PGPASSWORD="$ROOT_PASSWORD" PGCONNECT_TIMEOUT=5

# Statements come from standard input, and names and passwords from \getenv, so that other processes see none of them.
sql() {
  psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --tuples-only --no-align \
    --host="$STORE_HOST" --port="$STORE_PORT" --username=postgres --dbname=postgres --file=- > /dev/null
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

for ((i = 0; i < USER_COUNT; i++)); do
  username="USERNAME_$i" service="SERVICE_$i" database="DATABASE_$i" password="PASSWORD_$i"
  SERVICE_USER="${!username}" SERVICE_OWNER="${!service:-${!username}}" SERVICE_DATABASE="${!database}" \
    SERVICE_PASSWORD="${!password}" sql << 'SQL'
\getenv user SERVICE_USER
\getenv owner SERVICE_OWNER
\getenv database SERVICE_DATABASE
\getenv password SERVICE_PASSWORD
\getenv extension EXTENSION
-- keeps statements with a password out of the log, also after an error
SET log_statement = 'none';
SET log_min_error_statement = 'panic';
SET log_min_duration_statement = -1;
SET client_min_messages = 'warning';
-- the role named after the service owns its objects, whichever user it connects as
SELECT format('CREATE ROLE %I', :'owner')
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'owner') \gexec
SELECT format('CREATE ROLE %I', :'user')
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'user') \gexec
ALTER ROLE :"user" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
SELECT format('GRANT %I TO %I', :'owner', :'user') WHERE :'owner' <> :'user' \gexec
SELECT format('ALTER ROLE %I SET role TO %I', :'user', :'owner') WHERE :'owner' <> :'user' \gexec
SELECT format('CREATE DATABASE %I', :'database')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
-- by default, every user may connect to every database
REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT, CREATE, TEMPORARY ON DATABASE :"database" TO :"owner";
\connect :"database"
SET client_min_messages = 'warning';
CREATE EXTENSION IF NOT EXISTS :"extension";
-- updates the extension after an update of the image
ALTER EXTENSION :"extension" UPDATE;
GRANT USAGE, CREATE ON SCHEMA public TO :"owner";
SQL
done
echo "provisioned $USER_COUNT users"

if [ "${RETIRE:-}" = true ]; then
  sleep "${RETIRE_SECONDS:-120}"
  for ((i = 0; i < USER_COUNT; i++)); do
    username="USERNAME_$i" service="SERVICE_$i"
    # the role stays without a login, because it may own objects
    SERVICE_USER="${!username}" SERVICE_OWNER="${!service:-${!username}}" sql << 'SQL'
\getenv user SERVICE_USER
\getenv owner SERVICE_OWNER
SET client_min_messages = 'warning';
CREATE TEMPORARY TABLE retired AS SELECT rolname FROM pg_roles
  WHERE rolname <> :'user' AND rolcanlogin AND (rolname = :'owner'
    OR (starts_with(rolname, :'owner' || '_') AND substr(rolname, length(:'owner') + 2) ~ '^[0-9]+$'));
SELECT format('ALTER ROLE %I NOLOGIN PASSWORD NULL', rolname) FROM retired \gexec
SELECT pg_terminate_backend(pid) FROM pg_stat_activity JOIN retired ON usename = rolname;
SQL
  done
  echo "retired the users of other generations"
fi
