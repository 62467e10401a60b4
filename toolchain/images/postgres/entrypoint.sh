#!/bin/bash
# Starts PostgreSQL, and before its very first start makes the data folder, the database and what
# /docker-entrypoint-initdb.d asks for. The variables are those of the official image.
set -euo pipefail

readonly scripts=/docker-entrypoint-initdb.d
readonly stage=$PGDATA/.first-start

refuse() {
  printf 'postgres: %s\n' "$1" >&2
  exit 1
}

# A value may come in a file that only root can read, so files are read before the privileges go.
read_file_of() {
  local name=$1 file=${1}_FILE
  [[ -n ${!file:-} ]] || return 0
  [[ -z ${!name:-} ]] || refuse "$name and $file are both set: give one of them"
  [[ -r ${!file} ]] || refuse "the file that $file names cannot be read: ${!file}"
  export "$name=$(< "${!file}")"
  unset "$file"
}

become_postgres() {
  mkdir -p "$PGDATA" /var/run/postgresql
  chmod 0700 "$PGDATA"
  find "$PGDATA" /var/run/postgresql \! -user postgres -exec chown postgres:postgres {} +
  export HOME=/var/lib/postgresql
  exec setpriv --reuid=postgres --regid=postgres --init-groups "${BASH_SOURCE[0]}" "$@"
}

run_script() {
  printf 'postgres: running %s\n' "$1"
  case $1 in
    *.sh) if [[ -x $1 ]]; then "$1"; else source "$1"; fi ;;
    *.sql) psql --no-psqlrc --no-password -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" -f "$1" ;;
    *) printf 'postgres: ignoring %s\n' "$1" ;;
  esac
}

# Everything happens in a folder beside the final place: a first start that is interrupted, or whose script
# fails, is begun anew by the next one.
make_data() {
  [[ -n ${POSTGRES_PASSWORD:-} ]] || refuse 'POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE is needed for the first start'
  rm -rf "$stage"
  [[ -z $(find "$PGDATA" -mindepth 1 -maxdepth 1 \! -name lost+found) ]] ||
    refuse "$PGDATA holds files, but no PostgreSQL data: empty it, or mount another folder"
  initdb -D "$stage" --username="$POSTGRES_USER" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") \
    --auth=trust --encoding=UTF8 --locale=C.UTF-8 --data-checksums
  echo "listen_addresses = '*'" >> "$stage/postgresql.conf"
  echo 'host all all all scram-sha-256' >> "$stage/pg_hba.conf"
  (
    export PGDATA=$stage
    local on_socket_alone script
    on_socket_alone="-c listen_addresses=''"
    if (($# > 0)); then on_socket_alone+=$(printf ' %q' "$@"); fi
    pg_ctl -w -o "$on_socket_alone" start
    trap 'pg_ctl -m immediate -w stop' EXIT
    if [[ $POSTGRES_DB != postgres ]]; then
      psql --no-psqlrc --no-password -v ON_ERROR_STOP=1 -v db="$POSTGRES_DB" -U "$POSTGRES_USER" -d postgres <<< 'CREATE DATABASE :"db"'
    fi
    for script in "$scripts"/*; do
      if [[ -f $script ]]; then run_script "$script"; fi
    done
    trap - EXIT
    pg_ctl -m fast -w stop
  )
  touch "$stage/.whole"
}

# PG_VERSION comes last: until it is there the next start goes on where this one stopped.
publish_data() {
  find "$stage" -mindepth 1 -maxdepth 1 \! -name PG_VERSION \! -name .whole -exec mv -t "$PGDATA" {} +
  sync
  mv "$stage/PG_VERSION" "$PGDATA/"
  rm -rf "$stage"
}

if [[ ${1:-} == -* ]]; then set -- postgres "$@"; fi
if [[ ${1:-} != postgres ]]; then exec "$@"; fi

if [[ ! -s $PGDATA/PG_VERSION ]]; then
  for name in POSTGRES_PASSWORD POSTGRES_USER POSTGRES_DB; do read_file_of "$name"; done
fi
if [[ $(id -u) == 0 ]]; then become_postgres "$@"; fi

export POSTGRES_USER=${POSTGRES_USER:-postgres}
export POSTGRES_DB=${POSTGRES_DB:-$POSTGRES_USER}
if [[ ! -s $PGDATA/PG_VERSION ]]; then
  if [[ ! -e $stage/.whole ]]; then make_data "${@:2}"; fi
  publish_data
fi
if [[ -v POSTGRES_PASSWORD ]]; then
  # /proc shows what a program was started with: the one that stays is started without the password.
  unset POSTGRES_PASSWORD
  exec "${BASH_SOURCE[0]}" "$@"
fi

# `docker stop` sends TERM, which would wait for every client to leave; INT ends their sessions and stops cleanly.
"$@" &
server=$!
trap 'kill -INT $server' TERM INT
trap 'kill -QUIT $server' QUIT
trap 'kill -HUP $server' HUP
status=0
while kill -0 "$server" 2>/dev/null; do
  status=0
  wait "$server" || status=$?
done
exit "$status"
