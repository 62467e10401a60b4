#!/usr/bin/env bash
# The reference flow by hand, as a yardstick for `up`: containers, init and unseal, policies and tokens, the
# database engine, rotate-root, the role, and a credential that reads. Prints its time and removes what it made.
#
#   VAULT_IMAGE=hashicorp/vault:1.21.1 POSTGRES_IMAGE=postgres:15 bench/reference-flow.sh
#
# BENCH_STORAGE=raft for an image whose Vault was built with the tag `minimal`, which has no storage `file`.
set -euo pipefail
export LC_ALL=C

: "${VAULT_IMAGE:?names the image of Vault}" "${POSTGRES_IMAGE:?names the image of PostgreSQL}"
name=${BENCH_NAME:-dbvault-reference}
vault_port=${BENCH_VAULT_PORT:-18311}
postgres_port=${BENCH_POSTGRES_PORT:-15511}
storage=${BENCH_STORAGE:-file}
label="dbvault.reference=$$-$RANDOM"
folder=$(mktemp -d)

# By label, so that nothing of another's that has the same name is removed.
remove_everything() {
  docker ps --all --quiet --filter "label=$label" | xargs -r docker rm --force --volumes > /dev/null
  docker volume ls --quiet --filter "label=$label" | xargs -r docker volume rm > /dev/null
  docker network ls --quiet --filter "label=$label" | xargs -r docker network rm > /dev/null
  rm -rf "$folder"
}
trap remove_everything EXIT

fail() {
  echo "reference-flow: $1" >&2
  exit 1
}

# Tokens go in through the environment and passwords through standard input, not through arguments.
in_vault() { docker exec --interactive --env VAULT_TOKEN --env VAULT_ADDR=http://127.0.0.1:8200 "$name-vault" "$@"; }
wait_in() { timeout 60 docker exec "$1" sh -c "until $2; do sleep 0.05; done" || fail "$1 does not start"; }
from_outside() {
  docker run --rm --label "$label" --network "$name" --env PGPASSWORD --entrypoint psql "$POSTGRES_IMAGE" \
    --no-psqlrc --quiet --no-align --tuples-only --host=postgres --username="$1" --dbname=postgres --command="$2" 2>&1
}

started=${EPOCHREALTIME/./}

# 1. Containers.
listener='listener "tcp" { address = "0.0.0.0:8200", tls_disable = true }'
raft='storage "raft" { path = "/vault/file", performance_multiplier = 1 }
disable_mlock = true
api_addr = "http://vault:8200"
cluster_addr = "http://vault:8201"'
file='storage "file" { path = "/vault/file" }'
printf '%s\n' "$listener" "${!storage}" > "$folder/config.hcl"
chmod 0755 "$folder"
export POSTGRES_PASSWORD=password
docker network create --label "$label" "$name" > /dev/null
docker volume create --label "$label" "$name-file" > /dev/null
docker run --detach --label "$label" --name "$name-vault" --network "$name" --network-alias vault \
  --publish "127.0.0.1:$vault_port:8200" --cap-add IPC_LOCK --volume "$name-file:/vault/file" \
  --volume "$folder/config.hcl:/vault/config/config.hcl:ro" "$VAULT_IMAGE" server > /dev/null
docker run --detach --label "$label" --name "$name-postgres" --network "$name" --network-alias postgres \
  --publish "127.0.0.1:$postgres_port:5432" --env POSTGRES_PASSWORD "$POSTGRES_IMAGE" > /dev/null

# 2. Init and unseal. `vault status` ends with 2 when Vault answers and is sealed.
wait_in "$name-vault" '{ VAULT_ADDR=http://127.0.0.1:8200 vault status > /dev/null 2>&1; test $? -eq 2; }'
keys=$(in_vault vault operator init -key-shares=5 -key-threshold=3)
for number in 1 2 3; do
  share=$(awk -v label="Unseal Key $number:" 'index($0, label) == 1 { print $NF }' <<< "$keys")
  printf %s "$share" | in_vault vault write sys/unseal key=- > /dev/null
done
if [[ $storage == raft ]]; then
  wait_in "$name-vault" 'VAULT_ADDR=http://127.0.0.1:8200 vault status | grep -q "HA Mode *active"'
fi
VAULT_TOKEN=$(awk '/^Initial Root Token:/ { print $NF }' <<< "$keys")
export VAULT_TOKEN

# An image built on this machine has PostgreSQL's plugin beside Vault, and says so in its labels.
plugin_label() { docker image inspect --format "{{index .Config.Labels \"dbvault.plugin.postgresql.$1\"}}" "$VAULT_IMAGE"; }
plugin=$(plugin_label command)
if [[ -n $plugin && $plugin != '<no value>' ]]; then
  in_vault vault plugin register -command="$plugin" -sha256="$(plugin_label sha256)" \
    database postgresql-database-plugin > /dev/null
fi

# 3. Policies, and a token for each.
in_vault vault policy write db-admin - > /dev/null <<< \
  'path "sys/mounts/database" { capabilities = ["create", "update"] } path "database/*" { capabilities = ["create", "update"] }'
in_vault vault policy write app - > /dev/null <<< 'path "database/creds/db-app" { capabilities = ["read"] }'
db_admin_token=$(in_vault vault token create -orphan -policy=db-admin -field=token)
app_token=$(in_vault vault token create -orphan -policy=app -field=token)

# 4. Database engine, as db-admin.
VAULT_TOKEN=$db_admin_token
in_vault vault secrets enable database > /dev/null
wait_in "$name-postgres" 'pg_isready --quiet --host=127.0.0.1'
printf %s "$POSTGRES_PASSWORD" | in_vault vault write database/config/my-postgres-database \
  plugin_name=postgresql-database-plugin allowed_roles=db-app username=postgres password=- \
  connection_url='postgresql://{{username}}:{{password}}@postgres:5432/postgres' > /dev/null

# 5. Rotate root: the first password must be refused, asked from another container.
in_vault vault write -force database/rotate-root/my-postgres-database > /dev/null
answer=$(PGPASSWORD=$POSTGRES_PASSWORD from_outside postgres 'SELECT 1') && fail 'the first password still works'
[[ $answer == *'password authentication failed'* ]] || fail "the first password was not tried: $answer"

# 6. Role.
in_vault vault write database/roles/db-app db_name=my-postgres-database default_ttl=1h max_ttl=24h \
  creation_statements=- > /dev/null << 'SQL'
CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';
GRANT SELECT ON ALL TABLES IN SCHEMA public TO "{{name}}";
SQL

# 7. The application: a credential that reads.
docker exec --user postgres "$name-postgres" psql --quiet --username=postgres --command='CREATE TABLE bench AS SELECT 42 AS id'
VAULT_TOKEN=$app_token
credential=$(in_vault vault read database/creds/db-app)
PGPASSWORD=$(awk '$1 == "password" { print $2 }' <<< "$credential")
export PGPASSWORD
answer=$(from_outside "$(awk '$1 == "username" { print $2 }' <<< "$credential")" 'SELECT id FROM bench')
[[ $answer == 42 ]] || fail "the credential does not read: $answer"

ended=${EPOCHREALTIME/./}
awk -v microseconds="$((ended - started))" 'BEGIN { printf "reference flow: %.2f s\n", microseconds / 1e6 }'
