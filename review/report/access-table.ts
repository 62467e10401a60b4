import { holdersOf } from '../meaning/access/holders';
import type { Plan } from '../plan/plan';
import { isChanged } from '../policies/compare-access';
import type { IdentityAccess } from './report';

/** Who may do what with which path, before and after. */
export function accessTable(plans: readonly Plan[]): readonly IdentityAccess[] {
  return holdersOf(plans).map(({ name, policiesBefore, policiesAfter, rows }) => ({
    identity: name,
    policiesBefore,
    policiesAfter,
    rows: rows.map((row) => ({
      path: row.path,
      before: row.before,
      after: row.after,
      isChanged: isChanged(row),
    })),
  }));
}
