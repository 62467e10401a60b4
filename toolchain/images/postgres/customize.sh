#!/bin/sh
# Runs outside the new root folder, $1, once the packages are in.
set -eu
root=$1

install -d "$root/docker-entrypoint-initdb.d"
install -d -m 0700 -o 999 -g 999 "$root/var/lib/postgresql/data"
chown 999:999 "$root/var/lib/postgresql"
install -D -m 0755 "$(dirname "$0")/entrypoint.sh" "$root/usr/local/bin/postgres-entrypoint"
