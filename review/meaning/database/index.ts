import type { Plan } from '../../plan/plan';
import type { Finding } from '../finding';
import { finding, resourcesOf } from './change';
import { connectionsOf, placeOf, type Connection, type ConnectionChange } from './connection';
import { followConnections } from './connection-ways';
import { connectionFindings } from './connections';
import { mountFindings } from './mounts';
import { followRoles, type Role } from './role';
import { roleFindings } from './roles';
import { staticRoleFindings } from './static-roles';

const types = [
  'vault_mount',
  'vault_database_secrets_mount',
  'vault_database_secret_backend_connection',
  'vault_database_secret_backend_role',
  'vault_database_secret_backend_static_role',
] as const;

/**
 * What changes of Vault's database engine mean: who may do what in the databases, for how long, and which passwords
 * and credentials are lost. Where there is SQL, `loadSqlParser` must have been awaited before.
 */
export function databaseFindings(plans: readonly Plan[]): Finding[] {
  const changes = connectionsOf(plans);
  const connections = followConnections(changes);
  const roles = followRoles(plans);
  const known = { before: byPlace(changes, 'before'), after: byPlace(changes, 'after') };
  const rolesOf = ({ backend, name }: Connection) =>
    oldRoles(roles)
      .filter((role) => role.backend === backend && role.connection === name)
      .map((role) => role.name);
  return [
    ...mountFindings(plans, {
      connections: [...known.before.values()],
      goFirst: changes.flatMap(({ before, after, isOfMount }) =>
        before !== null && after === null && !isOfMount ? [before] : [],
      ),
      roles: oldRoles(roles),
    }),
    ...connections.flatMap((change) => connectionFindings(change, rolesOf)),
    ...roles.flatMap((change) => roleFindings(change, known)),
    ...staticRoleFindings(plans),
    ...taintedFindings(plans),
  ];
}

function oldRoles(roles: readonly { readonly before: Role | null }[]): readonly Role[] {
  return roles.flatMap(({ before }) => before ?? []);
}

function byPlace(
  changes: readonly ConnectionChange[],
  side: 'before' | 'after',
): ReadonlyMap<string, Connection> {
  return new Map(
    changes.flatMap((change) => {
      const connection = change[side];
      return connection === null ? [] : [[placeOf(connection), connection] as const];
    }),
  );
}

function taintedFindings(plans: readonly Plan[]): Finding[] {
  return resourcesOf(plans, ...types)
    .filter(({ reason }) => reason === 'replace_because_tainted')
    .map((resource) =>
      finding(
        resource,
        'tainted',
        'info',
        `${resource.address} is made anew, since it was made half-way only, or somebody marked it so`,
        'replace_because_tainted',
      ),
    );
}
