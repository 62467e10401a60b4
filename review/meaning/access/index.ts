import type { Plan, ResourceChange } from '../../plan/plan';
import { firstText } from '../../plan/values';
import type { Finding } from '../finding';
import { auditFindings } from './audit';
import { holdersOf } from './holders';
import { loginFindings } from './logins';
import { policiesOf } from './policies';
import { rightsFindings } from './rights';

/** Who may do what after the plans, who can log in, and what is written down about it. */
export function accessFindings(plans: readonly Plan[], holders = holdersOf(plans)): Finding[] {
  return [
    ...unreadable(plans),
    ...rightsFindings(holders),
    ...loginFindings(plans),
    ...removed(plans),
    ...auditFindings(plans),
  ];
}

function unreadable(plans: readonly Plan[]): Finding[] {
  return policiesOf(plans).flatMap(({ nameAfter, stack, address, problem }) =>
    problem === undefined
      ? []
      : [
          {
            kind: 'policy-unreadable' as const,
            severity: 'critical' as const,
            stack,
            address,
            meaning: `Nobody can tell what the policy ${nameAfter ?? ''} allows`,
            reason: problem,
            next: 'correct the policy, or write it out where it is declared',
          },
        ],
  );
}

/** Logins that go: who has a token keeps it until it ends, but of a mount that goes all tokens end. */
function removed(plans: readonly Plan[]): Finding[] {
  return plans.flatMap(({ stack, resources }) =>
    resources.filter(isLost).map((resource) => {
      const isMount = isAuthMount(resource);
      const values = resource.before;
      const name = firstText(values, ['role_name', 'role', 'path'], resource.name);
      return {
        kind: 'identity-removed' as const,
        severity: isMount ? ('high' as const) : ('medium' as const),
        stack,
        address: resource.address,
        meaning: isMount
          ? `All logins under auth/${name} end, with their tokens and leases`
          : `'${name}' cannot log in ${resource.action === 'replace' ? 'with what it has' : 'any more'}`,
        reason: resource.action === 'replace' ? `replaced: ${resource.replacedBy.join(', ')}` : 'deleted',
      };
    }),
  );
}

function isLost(resource: ResourceChange): boolean {
  const isLogin = /^vault_.*_auth_backend_(role|user|group)$/.test(resource.type);
  return (
    (resource.action === 'delete' || resource.action === 'replace') && (isLogin || isAuthMount(resource))
  );
}

function isAuthMount({ type }: ResourceChange): boolean {
  return type === 'vault_auth_backend' || /^vault_[a-z0-9]+_auth_backend$/.test(type);
}
