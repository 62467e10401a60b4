# What a deployment declares in Vault, written by hand in one state: policies, logins, the mount, connections, roles.

provider "vault" {
  skip_child_token = true
}

variable "project" { type = string }
variable "mount" { type = string }
variable "connections" { type = list(string) }
variable "roles" { type = map(string) }
variable "changed" { type = bool }
variable "connection_url" { type = string }
variable "username" { type = string }
variable "password" {
  type      = string
  sensitive = true
  ephemeral = true
}

locals {
  policies = toset(["db-admin", "plan", "backup", "app", "app-issuer"])
  logins = {
    db-admin     = "db-admin"
    plan         = "plan"
    backup       = "backup"
    app-issuer   = "app-issuer"
    app-operator = "app"
    app          = "app"
  }
}

resource "vault_policy" "policy" {
  for_each = local.policies
  name     = "${var.mount}-${each.key}"
  policy   = file("${var.project}/policies/${each.key}.hcl")
}

resource "vault_auth_backend" "approle" {
  type = "approle"
  path = var.mount
}

resource "vault_approle_auth_backend_role" "login" {
  for_each       = local.logins
  backend        = vault_auth_backend.approle.path
  role_name      = each.key
  token_policies = [vault_policy.policy[each.value].name]
  token_ttl      = 1200
  token_max_ttl  = 1200
}

resource "vault_mount" "database" {
  path = var.mount
  type = "database"
}

resource "vault_database_secret_backend_connection" "connection" {
  for_each      = toset(var.connections)
  backend       = vault_mount.database.path
  name          = each.key
  plugin_name   = "postgresql-database-plugin"
  allowed_roles = [for role, connection in var.roles : role if connection == each.key]

  postgresql {
    connection_url          = var.connection_url
    username                = var.username
    password_wo             = var.password
    password_wo_version     = 1
    password_authentication = "scram-sha-256"
  }
}

resource "vault_database_secret_backend_role" "role" {
  for_each              = var.roles
  backend               = vault_mount.database.path
  db_name               = vault_database_secret_backend_connection.connection[each.value].name
  name                  = each.key
  creation_statements   = [replace(trimspace(file("${var.project}/sql/readonly.sql")), "{{group}}", "app_readonly")]
  revocation_statements = [trimspace(file("${var.project}/sql/revoke.sql"))]
  default_ttl           = var.changed && each.key == keys(var.roles)[0] ? 1800 : 3600
  max_ttl               = 86400
}
