import { Policy } from '@cdktf/provider-vault/lib/policy';
import type { Construct } from 'constructs';
import type { Deployment } from '../deployment';
import { literal } from '../literal';
import { DeploymentStack } from '../stack';
import { vaultProvider } from '../vault-access';
import { hasSeveralNodes } from '../vault-nodes';
import { AppRoles } from './app-roles';
import { AuditDevices } from './audit-devices';
import { Autopilot } from './autopilot';

/** The stack of who may do what, and of what is written down about it. Applied as root. */
export class Access extends DeploymentStack {
  constructor(scope: Construct, deployment: Deployment) {
    super(scope, 'access', deployment);
    this.openProviderRange('vault');
    vaultProvider(this, deployment);

    const { devices } = new AuditDevices(this, 'audit', { deployment });
    for (const { name, hcl } of deployment.policies) {
      // First written down, then allowed.
      new Policy(this, `policy-${name}`, { name, policy: literal(hcl), dependsOn: [...devices] });
    }
    if (hasSeveralNodes(deployment.vault.nodes)) new Autopilot(this, 'autopilot', { deployment });
    new AppRoles(this, 'app-roles', { deployment, after: devices });
  }
}
