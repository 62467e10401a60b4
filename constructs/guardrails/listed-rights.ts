import type { Capability } from '../../common/policies/capability';
import { planPolicy } from '../names';

/** What one policy may have although it is `sudo`, or a pattern below `sys/` or `auth/`. */
export interface ListedRight {
  readonly policy: string;
  /** As the policy has it. */
  readonly path: string;
  readonly capabilities: readonly Capability[];
  readonly why: string;
}

/** All of them. Whoever adds one shows in a review. */
export const listedRights: readonly ListedRight[] = [
  {
    policy: planPolicy,
    path: 'sys/policies/acl/*',
    capabilities: ['read', 'list'],
    why: 'a plan reads each policy that the stack access declares, and those made by hand are looked for',
  },
  {
    policy: planPolicy,
    path: 'sys/audit',
    capabilities: ['read', 'sudo'],
    why: 'Vault lists audit devices to sudo alone',
  },
  {
    policy: planPolicy,
    path: 'auth/approle/role/+',
    capabilities: ['read'],
    why: 'a plan reads each AppRole',
  },
  {
    policy: planPolicy,
    path: 'auth/approle/role/+/role-id',
    capabilities: ['read'],
    why: 'a plan reads the role_id of each AppRole, which alone does not log in',
  },
  {
    policy: planPolicy,
    path: 'auth/approle/role/+/secret-id/',
    capabilities: ['list'],
    why: 'secret_ids that somebody else made are looked for; their accessors do not log in',
  },
  {
    policy: planPolicy,
    path: 'sys/plugins/catalog/database/postgresql-database-plugin',
    capabilities: ['read', 'sudo'],
    why: 'Vault shows a plugin to sudo alone',
  },
  {
    policy: planPolicy,
    path: 'sys/leases/lookup/*',
    capabilities: ['list', 'sudo'],
    why: 'Vault lists leases to sudo alone, and users that no lease knows are looked for',
  },
  {
    policy: planPolicy,
    path: 'auth/token/accessors',
    capabilities: ['list', 'sudo'],
    why: 'Vault lists accessors to sudo alone, and a root token that is left is looked for',
  },
];
