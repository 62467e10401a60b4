import { isAbsolute } from 'node:path';
import { VaultProvider } from '@cdktf/provider-vault/lib/provider';
import type { Construct } from 'constructs';
import type { Deployment } from './deployment';
import { caFile, projectFromStackFolder, vaultAddress } from './names';
import { hasSeveralNodes } from './vault-nodes';

/**
 * The provider for a deployment's Vault. Its token comes from the environment, as VAULT_TOKEN; where there are several
 * nodes its address too, as VAULT_ADDR, since which of them serves is known only then.
 */
export function vaultProvider(scope: Construct, deployment: Deployment): VaultProvider {
  const { elsewhere, name } = deployment;
  const tls = elsewhere !== undefined || deployment.tls !== 'off';
  const ca = elsewhere === undefined ? caFile(name) : elsewhere.caFile;
  return new VaultProvider(scope, 'vault', {
    ...(elsewhere === undefined ? addressOf(deployment) : { address: elsewhere.address }),
    ...(tls
      ? {
          ...(ca === undefined
            ? {}
            : { caCertFile: isAbsolute(ca) ? ca : `${projectFromStackFolder}/${ca}` }),
          // Whatever VAULT_SKIP_VERIFY in the environment says.
          skipTlsVerify: false,
        }
      : {}),
    // The tokens given are short-lived already, and none of the identities may make others.
    skipChildToken: true,
  });
}

function addressOf({ vault, tls }: Deployment) {
  return hasSeveralNodes(vault.nodes) ? {} : { address: vaultAddress(vault.port, tls !== 'off') };
}
