import type { FoundDefaultGrant } from '../../../common/found/postgres';
import { sqlName } from '../../../common/quote-sql';
import { inWords } from '../../meaning/in-words';
import { none, type Difference } from '../found-in';
import type { Ways } from '../ways';
import { isOfVault, watchedIn, type DeclaredDatabase } from './declared';
import { granteeIn } from './objects';

/** Whether it is what database.sql gives for tables of the superuser, and sql/readable-owner.sql for another owner's. */
export function isReadable(
  { schema, kind, grantee, privileges }: FoundDefaultGrant,
  groups: readonly string[],
): boolean {
  return (
    schema === 'public' && kind === 'table' && groups.includes(grantee) && privileges.join() === 'SELECT'
  );
}

/** What others may do with what is made later. Of roles that nobody declared their being there is told. */
export function compareDefaultGrants(
  declared: DeclaredDatabase,
  found: readonly FoundDefaultGrant[],
  ways: Ways,
): Difference[] {
  const { superuser, group } = declared;
  const watched = ['PUBLIC', ...watchedIn(declared)];
  const beyond = found.filter(
    (grant) => (watched.includes(grant.grantee) || isOfVault(grant.grantee)) && !isReadable(grant, [group]),
  );
  const isThere = found.some(
    (grant) =>
      grant.owner === superuser &&
      grant.grantee === group &&
      grant.kind === 'table' &&
      grant.schema === 'public' &&
      grant.privileges.includes('SELECT'),
  );
  return [
    ...beyond.map((grant): Difference => ({
      severity: 'high',
      what: `rights of ${granteeIn(grant.grantee)} on later ${placeOf(grant)}`,
      declared: isOfTables(grant, superuser, group) ? 'SELECT' : none,
      found: inWords(grant.privileges.map((right) => right.replace('*', ', and to give it to others'))),
      next: ways.psql(revoke(grant, group)),
    })),
    ...(isThere
      ? []
      : [
          {
            severity: 'medium' as const,
            what: `rights of ${group} on later tables of ${superuser} in public`,
            declared: 'SELECT',
            found: `none: users cannot read tables that are made from now on`,
            next: ways.psql(
              `ALTER DEFAULT PRIVILEGES FOR ROLE ${sqlName(superuser)} IN SCHEMA public GRANT SELECT ON TABLES TO ${group}`,
            ),
          },
        ]),
  ];
}

function isOfTables(
  { kind, schema, grantee, owner }: FoundDefaultGrant,
  superuser: string,
  group: string,
): boolean {
  return kind === 'table' && schema === 'public' && grantee === group && owner === superuser;
}

function placeOf({ kind, owner, schema }: FoundDefaultGrant): string {
  return `${kind}s of ${owner}${schema === null ? '' : ` in ${schema}`}`;
}

function revoke(grant: FoundDefaultGrant, group: string): string {
  const { owner, schema, kind, grantee, privileges } = grant;
  const place = schema === null ? '' : ` IN SCHEMA ${sqlName(schema)}`;
  const isKept = (right: string) =>
    right === 'SELECT' && isReadable({ ...grant, privileges: [right] }, [group]);
  const rights = privileges.filter((right) => !isKept(right)).map((right) => right.replace('*', ''));
  const from = grantee === 'PUBLIC' ? grantee : sqlName(grantee);
  return `ALTER DEFAULT PRIVILEGES FOR ROLE ${sqlName(owner)}${place} REVOKE ${rights.join(', ')} ON ${kind.toUpperCase()}S FROM ${from}`;
}
