#!/usr/bin/env bash
# Starts a member of a replica set through the image's entry point, with the arguments of this script.
#
# KEYFILE       mounted key, default /etc/mongodb/keyfile/keyfile
# KEYFILE_COPY  copy for the server, default /run/mongodb/keyfile
set -euo pipefail

keyfile="${KEYFILE:-/etc/mongodb/keyfile/keyfile}"
copy="${KEYFILE_COPY:-/run/mongodb/keyfile}"

# mongod refuses a key that its group may read, and the group of the pod may read the files of a Secret
rm -f "$copy"
(umask 0377 && cat "$keyfile" > "$copy")

# Only the first member creates the root user. The others must be empty, because they copy all data from it.
if [ "${HOSTNAME##*-}" != 0 ]; then
  unset MONGO_INITDB_ROOT_USERNAME MONGO_INITDB_ROOT_PASSWORD
fi

exec "${ENTRYPOINT:-docker-entrypoint.sh}" mongod --keyFile "$copy" "$@"
