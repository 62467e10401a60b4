# Vault is built with its tag `minimal`, which leaves the database plugins out: they stand here as programs of their own.
plugin_directory = "/usr/local/lib/vault-plugins"
