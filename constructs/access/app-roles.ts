import { ApproleAuthBackendRole } from '@cdktf/provider-vault/lib/approle-auth-backend-role';
import { AuthBackend } from '@cdktf/provider-vault/lib/auth-backend';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { appOperatorTtlSeconds } from '../application';
import type { Deployment } from '../deployment';
import { hasSeveralNodes } from '../vault-nodes';
import {
  appOperator,
  appRoleMount,
  identitiesOf,
  loginTtlSeconds,
  mountDescription,
  nodesPolicy,
  type OperatorIdentity,
  operatorTtlSeconds,
  planPolicy,
  policyOf,
} from '../names';
import { ApplicationRole } from './application-role';

export interface AppRolesProps {
  readonly deployment: Deployment;
  /** What must be there first. */
  readonly after: readonly ITerraformDependable[];
}

/** What identities log in with: an AppRole for each of this command's own, and the application's. */
export class AppRoles extends Construct {
  constructor(scope: Construct, id: string, { deployment, after }: AppRolesProps) {
    super(scope, id);
    const { application, elsewhere, name, roles } = deployment;
    const { path } = new AuthBackend(this, 'approle', {
      type: 'approle',
      path: appRoleMount,
      description: mountDescription(name),
      dependsOn: [...after],
    });
    for (const identity of identitiesOf(application, elsewhere)) {
      // Each run logs in anew, and ends its tokens; these are for a run that is killed. But credentials that were
      // asked for with app-operator's live as long as it.
      const tokenTtl = identity === appOperator ? appOperatorTtlSeconds(roles) : operatorTtlSeconds;
      new ApproleAuthBackendRole(this, identity, {
        backend: path,
        roleName: identity,
        tokenPolicies: policiesOf(identity, deployment),
        secretIdTtl: loginTtlSeconds,
        tokenTtl,
        tokenMaxTtl: tokenTtl,
      });
    }
    if (application !== 'token') new ApplicationRole(this, 'application', { application, backend: path });
  }
}

/** Who reads what a proof needs reads also how several nodes do. */
function policiesOf(identity: OperatorIdentity, { vault }: Deployment): string[] {
  const readsNodes = identity === planPolicy && hasSeveralNodes(vault.nodes);
  return [policyOf(identity), ...(readsNodes ? [nodesPolicy] : [])];
}
