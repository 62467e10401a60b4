import { parsePolicy } from '../../../../common/policies/parse-policy';
import { compareAccess, isChanged } from '../../../../review/policies/compare-access';
import type { IdentityAccess } from '../../../../review/report/report';
import { policies, type PolicyName } from './policies';

const identities: readonly {
  readonly identity: string;
  readonly before: readonly PolicyName[];
  readonly after: readonly PolicyName[];
}[] = [
  { identity: 'approle db-admin', before: ['db-admin'], after: ['db-admin'] },
  { identity: 'approle plan', before: ['plan'], after: ['plan'] },
  { identity: 'approle app', before: ['app', 'legacy'], after: ['app'] },
  { identity: 'approle app-operator', before: ['app'], after: ['app'] },
  { identity: 'approle app-issuer', before: ['app-issuer'], after: ['app-issuer'] },
  { identity: 'approle reports', before: [], after: ['reports', 'app'] },
  { identity: 'approle backup', before: ['backup'], after: ['backup'] },
];

/** Worked out from the policies as a report's own is. */
export const access: readonly IdentityAccess[] = identities.map(({ identity, before, after }) => ({
  identity,
  policiesBefore: before,
  policiesAfter: after,
  rows: compareAccess(
    before.flatMap((name) => parsePolicy(policies[name].before)),
    after.flatMap((name) => parsePolicy(policies[name].after)),
  ).map((row) => ({ path: row.path, before: row.before, after: row.after, isChanged: isChanged(row) })),
}));
