/** The same as it should be: what the rules ask is there, in words of its own. */
export const harmlessFiles: Readonly<Record<string, string>> = {
  'main.tf': `
variable "admin_password" {
  type      = string
  ephemeral = true
}

variable "vault" {
  default = { address = "https://vault.example:8200" }
}

provider "vault" {
  address          = var.vault.address
  skip_child_token = true
}

resource "docker_volume" "data" {
  name = "data"
}

resource "docker_image" "postgres" {
  name = "postgres:15.9"
}

resource "docker_container" "postgres" {
  name  = "postgres"
  image = docker_image.postgres.image_id
  env   = ["POSTGRES_PASSWORD_FILE=/run/secrets/password", "POSTGRES_USER=postgres"]
  ports {
    internal = 5432
    external = 5432
    ip       = "127.0.0.1"
  }
  volumes {
    volume_name    = docker_volume.data.name
    container_path = "/var/lib/postgresql/data"
  }
}

resource "vault_mount" "db" {
  path = "database"
  type = "database"
}

resource "vault_database_secret_backend_connection" "pg" {
  backend       = vault_mount.db.path
  name          = "pg"
  allowed_roles = ["reader"]
  postgresql {
    connection_url      = "postgresql://{{username}}:{{password}}@\${docker_container.postgres.name}:5432/db?sslmode=verify-full"
    username            = "vault"
    password_wo         = var.admin_password
    password_wo_version = 1
  }
}

resource "vault_database_secret_backend_role" "reader" {
  backend             = vault_mount.db.path
  db_name             = vault_database_secret_backend_connection.pg.name
  name                = "reader"
  creation_statements = ["x"]
  default_ttl         = 3600
  max_ttl             = 86400
}

resource "vault_policy" "app" {
  name   = "app"
  policy = <<-HCL
    path "\${vault_mount.db.path}/creds/reader" { capabilities = ["read"] }
  HCL
}

resource "vault_approle_auth_backend_role" "app" {
  role_name      = "app"
  token_policies = [vault_policy.app.name]
  token_max_ttl  = 86400
  secret_id_ttl  = 3600
}

module "moduled" {
  source   = "./moduled"
  password = var.admin_password
}
`,
  'moduled/main.tf': `
terraform {
  required_providers {
    vault = { source = "hashicorp/vault" }
  }
}

variable "password" {
  type      = string
  ephemeral = true
}

resource "vault_database_secret_backend_connection" "pg" {
  count         = 2
  backend       = "database"
  name          = "moduled-\${count.index}"
  allowed_roles = ["reader"]
  postgresql {
    connection_url      = "postgresql://{{username}}:{{password}}@db.example:5432/db?sslmode=verify-ca"
    username            = "vault"
    password_wo         = var.password
    password_wo_version = 1
  }
}
`,
};
