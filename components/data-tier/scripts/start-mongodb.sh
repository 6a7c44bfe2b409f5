#!/usr/bin/env bash
# Starts a member of a replica set by the image's own entry point, which gets this script's arguments.
#
# KEYFILE     the key as the cluster mounts it, default /etc/mongodb/keyfile/keyfile
# KEYFILE_COPY  where the server reads it, default /run/mongodb/keyfile
set -euo pipefail

keyfile="${KEYFILE:-/etc/mongodb/keyfile/keyfile}"
copy="${KEYFILE_COPY:-/run/mongodb/keyfile}"

# mongod refuses a key that others may read, and a Secret's files are root's, readable by the pod's group
rm -f "$copy"
(umask 0377 && cat "$keyfile" > "$copy")

# Only the first member makes the root user. The others must stay empty: they copy everything from it.
if [ "${HOSTNAME##*-}" != 0 ]; then
  unset MONGO_INITDB_ROOT_USERNAME MONGO_INITDB_ROOT_PASSWORD
fi

exec "${ENTRYPOINT:-docker-entrypoint.sh}" mongod --keyFile "$copy" "$@"
