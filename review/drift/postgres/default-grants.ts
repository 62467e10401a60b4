import type { FoundDefaultGrant } from '../../../common/found/postgres';
import { sqlName } from '../../../common/quote-sql';
import { readonlyGroup } from '../../../constructs/names';
import { inWords } from '../../meaning/in-words';
import { none, type Difference } from '../found-in';
import type { Ways } from '../ways';
import { isOfVault, type DeclaredPostgres } from './declared';
import { granteeIn } from './objects';

/** Whether it is what bootstrap.sql gives for tables of the superuser, and sql/readable-owner.sql for another owner's. */
export function isReadable({ schema, kind, grantee, privileges }: FoundDefaultGrant): boolean {
  return (
    schema === 'public' && kind === 'table' && grantee === readonlyGroup && privileges.join() === 'SELECT'
  );
}

/** What others may do with what is made later. Of roles that nobody declared their being there is told. */
export function compareDefaultGrants(
  { superuser, admin }: DeclaredPostgres,
  found: readonly FoundDefaultGrant[],
  ways: Ways,
): Difference[] {
  const watched = ['PUBLIC', readonlyGroup, admin];
  const beyond = found.filter(
    (grant) => (watched.includes(grant.grantee) || isOfVault(grant.grantee)) && !isReadable(grant),
  );
  const isThere = found.some(
    (grant) =>
      grant.owner === superuser &&
      grant.grantee === readonlyGroup &&
      grant.kind === 'table' &&
      grant.schema === 'public' &&
      grant.privileges.includes('SELECT'),
  );
  return [
    ...beyond.map((grant): Difference => ({
      severity: 'high',
      what: `rights of ${granteeIn(grant.grantee)} on later ${placeOf(grant)}`,
      declared: isOfTables(grant, superuser) ? 'SELECT' : none,
      found: inWords(grant.privileges.map((right) => right.replace('*', ', and to give it to others'))),
      next: ways.psql(revoke(grant)),
    })),
    ...(isThere
      ? []
      : [
          {
            severity: 'medium' as const,
            what: `rights of ${readonlyGroup} on later tables of ${superuser} in public`,
            declared: 'SELECT',
            found: `none: users cannot read tables that are made from now on`,
            next: ways.psql(
              `ALTER DEFAULT PRIVILEGES FOR ROLE ${sqlName(superuser)} IN SCHEMA public GRANT SELECT ON TABLES TO ${readonlyGroup}`,
            ),
          },
        ]),
  ];
}

function isOfTables({ kind, schema, grantee, owner }: FoundDefaultGrant, superuser: string): boolean {
  return kind === 'table' && schema === 'public' && grantee === readonlyGroup && owner === superuser;
}

function placeOf({ kind, owner, schema }: FoundDefaultGrant): string {
  return `${kind}s of ${owner}${schema === null ? '' : ` in ${schema}`}`;
}

function revoke(grant: FoundDefaultGrant): string {
  const { owner, schema, kind, grantee, privileges } = grant;
  const place = schema === null ? '' : ` IN SCHEMA ${sqlName(schema)}`;
  const isKept = (right: string) => right === 'SELECT' && isReadable({ ...grant, privileges: [right] });
  const rights = privileges.filter((right) => !isKept(right)).map((right) => right.replace('*', ''));
  const from = grantee === 'PUBLIC' ? grantee : sqlName(grantee);
  return `ALTER DEFAULT PRIVILEGES FOR ROLE ${sqlName(owner)}${place} REVOKE ${rights.join(', ')} ON ${kind.toUpperCase()}S FROM ${from}`;
}
