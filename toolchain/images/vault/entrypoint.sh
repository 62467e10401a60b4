#!/bin/sh
# `server` runs Vault as its own user with what /vault/config holds; every other command runs as it stands.
set -eu

case "${1:-}" in
  -*) set -- vault "$@" ;;
  server)
    shift
    # /etc/vault comes second: it only adds the folder of the plugins that this image carries.
    set -- vault server -config=/vault/config -config=/etc/vault "$@"
    if [ -n "${VAULT_LOCAL_CONFIG:-}" ]; then printf '%s' "$VAULT_LOCAL_CONFIG" > /vault/config/local.json; fi
    if [ "$(id -u)" = 0 ]; then
      chown -R vault:vault /vault/file /vault/logs
      # The configuration may be mounted read-only; being readable is enough then.
      chown -R vault:vault /vault/config 2>/dev/null || true
      export HOME=/home/vault
      # With --cap-add IPC_LOCK Vault keeps the right to lock its memory; without it a configuration says disable_mlock.
      if setpriv --inh-caps=+ipc_lock --ambient-caps=+ipc_lock true 2>/dev/null; then
        exec setpriv --reuid=vault --regid=vault --clear-groups --inh-caps=+ipc_lock --ambient-caps=+ipc_lock "$@"
      fi
      exec setpriv --reuid=vault --regid=vault --clear-groups "$@"
    fi
    ;;
esac
exec "$@"
