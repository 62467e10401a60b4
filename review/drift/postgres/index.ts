import type { FoundPostgres } from '../../../common/found/postgres';
import type { DriftFinding } from '../../report/report';
import { foundIn, type Difference } from '../found-in';
import type { Ways } from '../ways';
import type { DeclaredDatabase, DeclaredPostgres } from './declared';
import { compareDefaultGrants } from './default-grants';
import { compareDefiners, compareGrants, compareUnreadable } from './grants';
import { compareMemberships } from './memberships';
import { compareRoles } from './roles';
import { compareHba, compareSettings } from './settings';

type Server = Pick<FoundPostgres, 'roles' | 'memberships' | 'settings' | 'hba'>;
type Database = Omit<FoundPostgres, keyof Server>;

const when = <Part>(part: Part | undefined, compare: (part: Part) => Difference[]) =>
  part === undefined ? [] : compare(part);

/**
 * What PostgreSQL has otherwise than declared, whatever the database.
 *
 * @param found the parts that could be read
 * @param defaultGrants of all its databases
 */
export function comparePostgres(
  declared: DeclaredPostgres,
  found: Partial<Server>,
  defaultGrants: FoundPostgres['defaultGrants'],
  ways: Ways,
): DriftFinding[] {
  const { memberships = [], roles = [] } = found;
  return foundIn('PostgreSQL', [
    ...when(found.roles, (part) => compareRoles(declared, part, { memberships, defaultGrants }, ways)),
    ...when(found.memberships, (part) => compareMemberships(declared, part, roles, ways)),
    ...when(found.settings, (part) => compareSettings(declared.settings, part, ways)),
    ...when(found.hba, (part) => compareHba(declared.hba, part, ways)),
  ]);
}

/** What one database of it has otherwise than declared. @param found the parts that could be read */
export function compareDatabase(
  declared: DeclaredDatabase,
  found: Partial<Database>,
  ways: Ways,
): DriftFinding[] {
  const inIt = ways.inDatabase(declared.database);
  return foundIn('PostgreSQL', [
    ...when(found.grants, (part) => compareGrants(declared, part, inIt)),
    ...when(found.defaultGrants, (part) => compareDefaultGrants(declared, part, inIt)),
    ...when(found.unreadable, (part) => compareUnreadable(declared, part, inIt)),
    ...when(found.definers, (part) => compareDefiners(declared, part, inIt)),
  ]);
}
