/** Terraform as others write it, with each rule broken: `main.tf`, and a module that it calls. Nothing of it is this project's. */
export const brokenFiles: Readonly<Record<string, string>> = {
  'main.tf': `
variable "admin_password" {
  type      = string
  sensitive = true
}

variable "once" {
  type      = string
  ephemeral = true
}

variable "api_token" {
  default = "canary-in-a-default"
}

provider "vault" {
  address          = "http://vault.example:8200"
  token            = "canary-in-a-provider"
  skip_child_token = true
}

resource "docker_volume" "data" {
  name = "data"
}

resource "docker_image" "vault" {
  name = "hashicorp/vault"
}

resource "docker_container" "vault" {
  count = 2
  name  = "vault-\${count.index}"
  image = docker_image.vault.image_id
  env   = ["VAULT_ADDR=http://127.0.0.1:8200", "VAULT_TOKEN=canary-in-env"]
  ports {
    internal = 8200
    external = 8200 + count.index
  }
  upload {
    file    = "/vault/config/vault.hcl"
    content = <<-HCL
      listener "tcp" {
        address     = "0.0.0.0:8200"
        tls_disable = 1
      }
    HCL
  }
}

resource "docker_container" "postgres" {
  name  = "postgres"
  image = "postgres:latest"
  env   = ["POSTGRES_PASSWORD=\${var.admin_password}"]
  dynamic "ports" {
    for_each = toset([5432])
    content {
      internal = ports.value
      ip       = "0.0.0.0"
    }
  }
}

resource "vault_mount" "db" {
  path = "database"
  type = "database"
}

resource "vault_database_secret_backend_connection" "pg" {
  for_each      = toset(["orders", "users"])
  backend       = vault_mount.db.path
  name          = each.key
  allowed_roles = ["*"]
  postgresql {
    connection_url = "postgresql://{{username}}:{{password}}@\${each.key}.example:5432/db?sslmode=require"
    username       = "vault"
    password_wo    = var.once
  }
}

resource "vault_database_secret_backend_role" "reader" {
  backend             = vault_mount.db.path
  db_name             = vault_database_secret_backend_connection.pg["orders"].name
  name                = "reader"
  creation_statements = ["x"]
  default_ttl         = 3600
}

resource "vault_policy" "db_admin" {
  name   = "db-admin"
  policy = <<-HCL
    path "database/*" { capabilities = ["create", "read"] }
  HCL
}

resource "vault_policy" "operator" {
  name   = "operator"
  policy = data.vault_policy_document.operator.hcl
}

data "vault_policy_document" "operator" {
  rule {
    path         = "sys/*"
    capabilities = ["read", "sudo"]
  }
}

resource "vault_audit" "file" {
  type    = "file"
  options = { file_path = "stdout", log_raw = "true" }
}

module "legacy" {
  source   = "./legacy"
  password = "canary-in-a-module"
  kept     = var.admin_password
}
`,
  'legacy/main.tf': `
terraform {
  required_providers {
    vault = { source = "hashicorp/vault" }
  }
}

variable "password" {}

variable "kept" {}

resource "vault_database_secret_backend_connection" "old" {
  backend       = "legacy"
  name          = "old"
  allowed_roles = ["reader"]
  postgresql {
    connection_url = "postgresql://{{username}}:{{password}}@old.example:5432/db?sslmode=verify-full"
    username       = "vault"
    password       = var.password
  }
}

resource "vault_database_secret_backend_connection" "kept" {
  backend       = "legacy"
  name          = "kept"
  allowed_roles = ["reader"]
  postgresql {
    connection_url      = "postgresql://{{username}}:{{password}}@old.example:5432/db?sslmode=verify-full"
    username            = "vault"
    password_wo         = var.kept
    password_wo_version = 1
  }
}
`,
};

/** What the rules say of it: rule and address. */
export const broken: readonly string[] = [
  'literal-password docker_container.vault[0]',
  'literal-password docker_container.vault[1]',
  'literal-password module.legacy.var.password',
  'literal-password provider.vault',
  'literal-password var.api_token',
  'password-in-state docker_container.postgres',
  'password-in-state module.legacy.vault_database_secret_backend_connection.kept',
  'password-in-state module.legacy.vault_database_secret_backend_connection.old',
  'write-only-version vault_database_secret_backend_connection.pg["orders"]',
  'write-only-version vault_database_secret_backend_connection.pg["users"]',
  'tls docker_container.vault[0]',
  'tls docker_container.vault[1]',
  'tls provider.vault',
  'tls vault_database_secret_backend_connection.pg["orders"]',
  'tls vault_database_secret_backend_connection.pg["users"]',
  'loopback-only docker_container.postgres',
  'loopback-only docker_container.vault[0]',
  'loopback-only docker_container.vault[1]',
  'bounded-ttl vault_database_secret_backend_role.reader',
  'named-allowed-roles vault_database_secret_backend_connection.pg["orders"]',
  'named-allowed-roles vault_database_secret_backend_connection.pg["users"]',
  'policy-breadth vault_policy.operator',
  'policy-breadth vault_policy.operator',
  'minimal-db-admin vault_policy.db_admin',
  'audit-raw vault_audit.file',
  'pinned-image docker_container.postgres',
  'pinned-image docker_image.vault',
];
