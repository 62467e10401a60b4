/** A policy that the guardrails can read and Vault refuses: no other reader looks into control groups. */
export const refusedByVault = `path "database/creds/db-app" {
  capabilities = ["read"]
  control_group = {
    ttl = "no time at all"
  }
}
`;
