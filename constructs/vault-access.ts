import { VaultProvider } from '@cdktf/provider-vault/lib/provider';
import type { Construct } from 'constructs';
import type { Deployment } from './deployment';

/** The provider for a deployment's Vault. Its token comes from the environment, as VAULT_TOKEN. */
export function vaultProvider(scope: Construct, deployment: Deployment): VaultProvider {
  return new VaultProvider(scope, 'vault', {
    address: `http://127.0.0.1:${deployment.vault.port}`,
    // The tokens given are short-lived already, and none of the identities may make others.
    skipChildToken: true,
  });
}
