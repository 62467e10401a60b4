# What a deployment has in Docker, in the same state: for the one comparison that has it. Nothing runs in it, since all
# work on one Vault and one PostgreSQL.

terraform {
  required_providers {
    vault = {
      source  = "hashicorp/vault"
      version = "~> 5.6"
    }
    docker = {
      source  = "kreuzwerker/docker"
      version = ">= 3.6.2, < 5.0.0"
    }
  }
}

variable "images" { type = map(string) }

resource "docker_network" "network" {
  name = var.mount
}

resource "docker_volume" "data" {
  for_each = toset(["file", "audit", "postgres"])
  name     = "${var.mount}-${each.key}"
}

resource "docker_image" "image" {
  for_each     = var.images
  name         = each.value
  keep_locally = true
}

resource "docker_container" "server" {
  for_each   = var.images
  name       = "${var.mount}-${each.key}"
  image      = docker_image.image[each.key].image_id
  entrypoint = ["sleep", "infinity"]
  restart    = "no"

  networks_advanced {
    name = docker_network.network.id
  }
  volumes {
    container_path = "/data"
    volume_name    = docker_volume.data[each.key == "vault" ? "file" : "postgres"].name
  }
}
