#!/usr/bin/env bash
# Creates the users and databases of a PostgreSQL store. A second run changes nothing.
# It deletes no user and no database, because they may hold data.
#
# STORE_HOST, STORE_PORT      address of the server
# ROOT_PASSWORD               password of postgres
# MASTER_FILE                 file with the password instead, on AWS
# TLS_CA                      file with the authorities of the server's certificate; without it, the connection is plain
# USER_COUNT                  number of users, n
# USERNAME_i DATABASE_i PASSWORD_i   name, database and password of user i, 0 <= i < n
# SERVICE_i                   service of user i, default USERNAME_i
# OWNER_i RIGHTS_i            service whose database user i shares, and "write" (rows) or "read". Default: the user owns it.
# RETIRE                      true: take the access of the services' users of other generations afterwards
# RETIRE_SECONDS              delay before that, in which pods with the old password end, default 120
# EXTENSION                   extension to create in each database, default none
# WAIT_SECONDS                timeout for the server, default 300
set -euo pipefail
[ -z "${MASTER_FILE:-}" ] || . "${BASH_SOURCE[0]%/*}/master.sh"

export PGPASSWORD="$ROOT_PASSWORD" PGCONNECT_TIMEOUT=5
if [ -n "${TLS_CA:-}" ]; then export PGSSLMODE=verify-full PGSSLROOTCERT="$TLS_CA"; fi

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
  shared="OWNER_$i" rights="RIGHTS_$i"
  SERVICE_USER="${!username}" SERVICE_OWNER="${!service:-${!username}}" SERVICE_DATABASE="${!database}" \
    SERVICE_PASSWORD="${!password}" DATABASE_OWNER="${!shared:-}" SERVICE_RIGHTS="${!rights:-}" \
    EXTENSION="${EXTENSION:-}" sql << 'SQL'
\getenv user SERVICE_USER
\getenv owner SERVICE_OWNER
\getenv database SERVICE_DATABASE
\getenv password SERVICE_PASSWORD
\getenv extension EXTENSION
\getenv shared DATABASE_OWNER
\getenv rights SERVICE_RIGHTS
-- a master user of RDS is no superuser: it may change neither these settings nor that attribute of a role
SELECT rolsuper AS super FROM pg_roles WHERE rolname = current_user \gset
\if :super
-- keeps statements with a password out of the log, also after an error
SET log_statement = 'none';
SET log_min_error_statement = 'panic';
SET log_min_duration_statement = -1;
\endif
SET client_min_messages = 'warning';
-- the role named after the service owns its objects, whichever user it connects as
SELECT format('CREATE ROLE %I', :'owner')
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'owner') \gexec
SELECT format('CREATE ROLE %I', :'user')
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'user') \gexec
\if :super
ALTER ROLE :"user" NOSUPERUSER;
\endif
ALTER ROLE :"user" LOGIN NOCREATEDB NOCREATEROLE PASSWORD :'password';
SELECT format('GRANT %I TO %I', :'owner', :'user') WHERE :'owner' <> :'user' \gexec
SELECT format('ALTER ROLE %I SET role TO %I', :'user', :'owner') WHERE :'owner' <> :'user' \gexec
SELECT format('CREATE DATABASE %I', :'database')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
-- by default, every user may connect to every database
REVOKE ALL ON DATABASE postgres FROM PUBLIC;
\if :super
REVOKE ALL ON DATABASE template1 FROM PUBLIC;
\endif
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
SELECT :'shared' = '' AS owns, :'extension' <> '' AS extends, :'rights' = 'write' AS writes \gset
\if :owns
GRANT CONNECT, CREATE, TEMPORARY ON DATABASE :"database" TO :"owner";
\else
BEGIN;
REVOKE ALL ON DATABASE :"database" FROM :"owner";
GRANT CONNECT ON DATABASE :"database" TO :"owner";
COMMIT;
\endif
\connect :"database"
SET client_min_messages = 'warning';
\if :extends
CREATE EXTENSION IF NOT EXISTS :"extension";
-- updates the extension after an update of the image
ALTER EXTENSION :"extension" UPDATE;
\endif
\if :owns
GRANT USAGE, CREATE ON SCHEMA public TO :"owner";
\else
-- what the owner of the database has made, and will make: the others get rights on rows, and none on the schema
SELECT CASE WHEN :'writes'::boolean THEN 'SELECT, INSERT, UPDATE, DELETE' ELSE 'SELECT' END AS onrows,
  CASE WHEN :'writes'::boolean THEN 'USAGE, SELECT, UPDATE' ELSE 'SELECT' END AS onnumbers \gset
-- a master user of RDS is no superuser, and changes the defaults of roles that it has
SELECT format('GRANT %I TO CURRENT_USER', :'shared')
  WHERE NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) \gexec
BEGIN;
SELECT format('REVOKE ALL ON SCHEMA %1$I FROM %2$I', nspname, :'owner'),
  format('GRANT USAGE ON SCHEMA %1$I TO %2$I', nspname, :'owner'),
  format('REVOKE ALL ON ALL TABLES IN SCHEMA %1$I FROM %2$I', nspname, :'owner'),
  format('GRANT %3$s ON ALL TABLES IN SCHEMA %1$I TO %2$I', nspname, :'owner', :'onrows'),
  format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA %1$I FROM %2$I', nspname, :'owner'),
  format('GRANT %3$s ON ALL SEQUENCES IN SCHEMA %1$I TO %2$I', nspname, :'owner', :'onnumbers')
  FROM pg_namespace
  WHERE nspname = 'public' OR nspowner = (SELECT oid FROM pg_roles WHERE rolname = :'shared') \gexec
ALTER DEFAULT PRIVILEGES FOR ROLE :"shared" REVOKE ALL ON TABLES FROM :"owner";
ALTER DEFAULT PRIVILEGES FOR ROLE :"shared" REVOKE ALL ON SEQUENCES FROM :"owner";
ALTER DEFAULT PRIVILEGES FOR ROLE :"shared" GRANT USAGE ON SCHEMAS TO :"owner";
ALTER DEFAULT PRIVILEGES FOR ROLE :"shared" GRANT :onrows ON TABLES TO :"owner";
ALTER DEFAULT PRIVILEGES FOR ROLE :"shared" GRANT :onnumbers ON SEQUENCES TO :"owner";
COMMIT;
\endif
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
