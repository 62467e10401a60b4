#!/bin/sh
# Runs outside the new root folder, $1, once the packages are in; $PROGRAMS is where Vault and its plugin were built.
set -eu
root=$1
here=$(dirname "$0")

# The numbers of the official image, so that a volume of the one serves the other.
echo 'vault:x:100:1000::/home/vault:/usr/sbin/nologin' >> "$root/etc/passwd"
echo 'vault:x:1000:' >> "$root/etc/group"
install -d -o 100 -g 1000 "$root/home/vault" "$root/vault" "$root/vault/config" "$root/vault/file" "$root/vault/logs"

install -D -m 0755 "$PROGRAMS/vault" "$root/usr/local/bin/vault"
install -d "$root/usr/local/lib/vault-plugins"
if [ -e "$PROGRAMS/postgresql-database-plugin" ]; then
  install -m 0755 "$PROGRAMS/postgresql-database-plugin" "$root/usr/local/lib/vault-plugins/"
fi
install -D -m 0644 "$here/plugins.hcl" "$root/etc/vault/plugins.hcl"
install -D -m 0755 "$here/entrypoint.sh" "$root/usr/local/bin/vault-entrypoint"
