import { Mount } from '@cdktf/provider-vault/lib/mount';
import { Policy } from '@cdktf/provider-vault/lib/policy';
import type { Construct } from 'constructs';
import type { Deployment } from '../deployment';
import { literal } from '../literal';
import { mountDescription } from '../names';
import { DeploymentStack } from '../stack';
import { vaultProvider } from '../vault-access';
import { hasSeveralNodes } from '../vault-nodes';
import { AppRoles } from './app-roles';
import { AuditDevices } from './audit-devices';
import { Autopilot } from './autopilot';

/** The stack of who may do what, what is written down about it, and where connections are mounted. Applied as root. */
export class Access extends DeploymentStack {
  constructor(scope: Construct, deployment: Deployment) {
    super(scope, 'access', deployment);
    this.openProviderRange('vault');
    vaultProvider(this, deployment);

    // Who runs a Vault says what it writes down.
    const devices =
      deployment.elsewhere === undefined ? new AuditDevices(this, 'audit', { deployment }).devices : [];
    for (const { name, hcl } of deployment.policies) {
      // First written down, then allowed.
      new Policy(this, `policy-${name}`, { name, policy: literal(hcl), dependsOn: [...devices] });
    }
    if (hasSeveralNodes(deployment.vault.nodes)) new Autopilot(this, 'autopilot', { deployment });
    new AppRoles(this, 'app-roles', { deployment, after: devices });
    // Not vault_database_secrets_mount: a renamed connection would replace that whole mount.
    new Mount(this, 'mount', {
      path: deployment.mount,
      type: 'database',
      description: mountDescription(deployment.name),
      dependsOn: [...devices],
    });
  }
}
