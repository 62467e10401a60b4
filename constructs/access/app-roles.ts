import { ApproleAuthBackendRole } from '@cdktf/provider-vault/lib/approle-auth-backend-role';
import { AuthBackend } from '@cdktf/provider-vault/lib/auth-backend';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment';
import {
  appRoleMount,
  mountDescription,
  loginTtlSeconds,
  operatorIdentities,
  operatorTtlSeconds,
} from '../names';

export interface AppRolesProps {
  readonly deployment: Deployment;
  /** What must be there first. */
  readonly after: readonly ITerraformDependable[];
}

/** What this command's own identities log in with: an AppRole each, under the policy of the same name. */
export class AppRoles extends Construct {
  constructor(scope: Construct, id: string, { deployment, after }: AppRolesProps) {
    super(scope, id);
    const { path } = new AuthBackend(this, 'approle', {
      type: 'approle',
      path: appRoleMount,
      description: mountDescription(deployment.name),
      dependsOn: [...after],
    });
    for (const identity of operatorIdentities) {
      new ApproleAuthBackendRole(this, identity, {
        backend: path,
        roleName: identity,
        tokenPolicies: [identity],
        secretIdTtl: loginTtlSeconds,
        // Each run logs in anew, and ends its tokens; these are for a run that is killed.
        tokenTtl: operatorTtlSeconds,
        tokenMaxTtl: operatorTtlSeconds,
      });
    }
  }
}
