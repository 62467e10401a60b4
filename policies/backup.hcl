# Takes a snapshot, which is encrypted as Vault's storage is; nothing else. Putting one back is root's.
path "sys/storage/raft/snapshot" {
  capabilities = ["read"]
}
