import type { FoundPostgres } from '../../../common/found/postgres';
import type { DriftFinding } from '../../report/report';
import { foundIn, type Difference } from '../found-in';
import type { Ways } from '../ways';
import type { DeclaredPostgres } from './declared';
import { compareDefaultGrants } from './default-grants';
import { compareDefiners, compareGrants, compareUnreadable } from './grants';
import { compareMemberships } from './memberships';
import { compareRoles } from './roles';
import { compareHba, compareSettings } from './settings';

/** What PostgreSQL has otherwise than declared. @param found the parts that could be read */
export function comparePostgres(
  declared: DeclaredPostgres,
  found: Partial<FoundPostgres>,
  ways: Ways,
): DriftFinding[] {
  const { memberships = [], defaultGrants = [], roles = [] } = found;
  const when = <Part>(part: Part | undefined, compare: (part: Part) => Difference[]) =>
    part === undefined ? [] : compare(part);
  return foundIn('PostgreSQL', [
    ...when(found.roles, (part) => compareRoles(declared, part, { memberships, defaultGrants }, ways)),
    ...when(found.memberships, (part) => compareMemberships(declared, part, roles, ways)),
    ...when(found.grants, (part) => compareGrants(declared, part, ways)),
    ...when(found.defaultGrants, (part) => compareDefaultGrants(declared, part, ways)),
    ...when(found.unreadable, (part) => compareUnreadable(part, ways)),
    ...when(found.definers, (part) => compareDefiners(part, ways)),
    ...when(found.settings, (part) => compareSettings(declared.settings, part, ways)),
    ...when(found.hba, (part) => compareHba(declared.hba, part, ways)),
  ]);
}
