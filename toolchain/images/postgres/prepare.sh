#!/bin/sh
# Runs outside the new root folder, $1, before PostgreSQL's packages go in.
set -eu
root=$1

# The numbers of the official image, so that a volume of the one serves the other.
echo 'postgres:x:999:999::/var/lib/postgresql:/bin/bash' >> "$root/etc/passwd"
echo 'postgres:x:999:' >> "$root/etc/group"

# The data belongs to a volume: the packages must not make a cluster of their own.
install -d "$root/etc/postgresql-common"
echo 'create_main_cluster = false' > "$root/etc/postgresql-common/createcluster.conf"
