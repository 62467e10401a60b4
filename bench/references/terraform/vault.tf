# The providers of main.tf where it is alone.

terraform {
  required_providers {
    vault = {
      source  = "hashicorp/vault"
      version = "~> 5.6"
    }
  }
}
