import type { Holder } from '../meaning/access/holders';
import { isChanged } from '../policies/compare-access';
import type { IdentityAccess } from './report';

/** Who may do what with which path, before and after. */
export function accessTable(holders: readonly Holder[]): readonly IdentityAccess[] {
  return holders.map(({ name, policiesBefore, policiesAfter, rows }) => ({
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
