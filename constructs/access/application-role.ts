import { ApproleAuthBackendRole } from '@cdktf/provider-vault/lib/approle-auth-backend-role';
import { Construct } from 'constructs';
import type { AppRoleProps } from '../application';
import { appPolicy } from '../names';

export interface ApplicationRoleProps {
  readonly application: Required<AppRoleProps>;
  /** Where AppRoles are mounted. */
  readonly backend: string;
}

/** What the application logs in with, within the bounds that the deployment declares. */
export class ApplicationRole extends Construct {
  constructor(scope: Construct, id: string, { application, backend }: ApplicationRoleProps) {
    super(scope, id);
    const { cidrs } = application;
    new ApproleAuthBackendRole(this, appPolicy, {
      backend,
      roleName: appPolicy,
      tokenPolicies: [appPolicy],
      tokenTtl: application.tokenTtlSeconds,
      tokenMaxTtl: application.tokenMaxTtlSeconds,
      tokenNumUses: application.tokenUses,
      secretIdTtl: application.secretIdTtlSeconds,
      secretIdNumUses: application.secretIdUses,
      ...(cidrs.length === 0
        ? {}
        : { secretIdBoundCidrs: [...cidrs], tokenBoundCidrs: cidrs.map(asVaultSays) }),
    });
  }
}

/** Vault says a single address without its prefix, and what differs from its answer is a change in every plan. */
function asVaultSays(cidr: string): string {
  return cidr.replace(/\/32$/, '');
}
