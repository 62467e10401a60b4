import { Policy } from '@cdktf/provider-vault/lib/policy';
import type { Construct } from 'constructs';
import type { Deployment } from '../deployment';
import { literal } from '../literal';
import { DeploymentStack } from '../stack';
import { vaultProvider } from '../vault-access';

/** The stack of who may do what: Vault's policies. Applied as root. */
export class Access extends DeploymentStack {
  constructor(scope: Construct, deployment: Deployment) {
    super(scope, 'access', deployment);
    this.openProviderRange('vault');
    vaultProvider(this, deployment);

    for (const { name, hcl } of deployment.policies) {
      new Policy(this, `policy-${name}`, { name, policy: literal(hcl) });
    }
  }
}
