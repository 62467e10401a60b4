import { edited } from './deployments';

/** A project that nobody here made: one database. */
export const plainDatabase = `
resource "vault_mount" "db" {
  path = "database"
  type = "database"
}

resource "vault_database_secret_backend_connection" "orders" {
  backend           = vault_mount.db.path
  name              = "orders"
  allowed_roles     = ["reader"]
  verify_connection = true

  postgresql {
    connection_url      = "postgresql://{{username}}:{{password}}@db.internal:5432/orders?sslmode=verify-full"
    username            = "vault"
    password_wo         = "of-nobody"
    password_wo_version = 1
  }
}

resource "vault_database_secret_backend_role" "reader" {
  backend = vault_mount.db.path
  name    = "reader"
  db_name = vault_database_secret_backend_connection.orders.name
  creation_statements = [
    "CREATE ROLE \\"{{name}}\\" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'",
    "GRANT SELECT ON orders TO \\"{{name}}\\"",
  ]
  revocation_statements = [
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{{name}}'",
    "DROP OWNED BY \\"{{name}}\\"",
    "DROP ROLE IF EXISTS \\"{{name}}\\"",
  ]
  default_ttl = 3600
  max_ttl     = 86400
}
`;

/** Policies and logins. */
export const plainAccess = `
resource "vault_policy" "team" {
  name   = "team"
  policy = <<-EOT
    path "secret/data/team/*" {
      capabilities = ["read", "list"]
    }
  EOT
}

resource "vault_auth_backend" "approle" {
  type = "approle"
}

resource "vault_approle_auth_backend_role" "team" {
  backend            = vault_auth_backend.approle.path
  role_name          = "team"
  token_policies     = [vault_policy.team.name]
  token_ttl          = 3600
  secret_id_num_uses = 1
}

resource "vault_jwt_auth_backend" "ci" {
  path               = "ci"
  oidc_discovery_url = "https://ci.example"
}

resource "vault_jwt_auth_backend_role" "deploy" {
  backend         = vault_jwt_auth_backend.ci.path
  role_name       = "deploy"
  role_type       = "jwt"
  user_claim      = "sub"
  bound_audiences = ["vault"]
  token_policies  = ["team"]
}

resource "vault_audit" "file" {
  type = "file"
  options = {
    file_path = "/var/log/vault/audit.log"
  }
}

resource "vault_audit" "socket" {
  type = "socket"
  options = {
    address = "127.0.0.1:9000"
  }
}
`;

/** A Vault, a PostgreSQL and a program in containers. */
export const plainContainers = `
resource "docker_network" "back" {
  name = "back"
}

resource "docker_image" "vault" {
  name = "hashicorp/vault:1.21.1"
}

resource "docker_image" "postgres" {
  name = "postgres:15"
}

resource "docker_image" "web" {
  name = "registry.example/web:2.4.0"
}

resource "docker_volume" "vault" {
  name = "vault"
}

resource "docker_container" "vault" {
  name    = "vault"
  image   = docker_image.vault.image_id
  command = ["server"]
  restart = "unless-stopped"
  networks_advanced {
    name = docker_network.back.name
  }
  ports {
    internal = 8200
    external = 8200
    ip       = "127.0.0.1"
  }
  volumes {
    volume_name    = docker_volume.vault.name
    container_path = "/vault/file"
  }
  upload {
    file    = "/vault/config/config.hcl"
    content = <<-EOT
      listener "tcp" {
        address       = "0.0.0.0:8200"
        tls_cert_file = "/tls/server.pem"
        tls_key_file  = "/tls/server.pem"
      }
    EOT
  }
}

resource "docker_container" "postgres" {
  name  = "postgres"
  image = docker_image.postgres.image_id
  env   = ["POSTGRES_PASSWORD_FILE=/run/secrets/password"]
  networks_advanced {
    name = docker_network.back.name
  }
}

resource "docker_container" "web" {
  name          = "web"
  image         = docker_image.web.image_id
  security_opts = ["no-new-privileges"]
  capabilities {
    drop = ["ALL"]
  }
  networks_advanced {
    name = docker_network.back.name
  }
}
`;

/** The text with one thing in the place of another. @throws Error where that does not stand there */
export function having(hcl: string, ...changes: readonly (readonly [string | RegExp, string])[]): string {
  return changes.reduce(
    (text, [what, instead]) => edited(text, (given) => given.replace(what, instead)),
    hcl,
  );
}

/** The text without a resource. @throws Error where that does not stand there */
export function without(hcl: string, address: string): string {
  const [type = '', name = ''] = address.split('.');
  return having(hcl, [new RegExp(`resource "${type}" "${name}" \\{\\n[^]*?\\n\\}\\n`), '']);
}
