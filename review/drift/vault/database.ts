import type { FoundDatabaseRole, FoundLeases, FoundMount, FoundVault } from '../../../common/found/vault';
import { none, type Difference } from '../found-in';
import type { Ways } from '../ways';
import { compareConnection, targetOf, type DeclaredConnection } from './connection';

export interface DeclaredDatabase {
  readonly mount: string;
  /** By which a mount is known as the deployment's own, also that of an earlier configuration. */
  readonly description: string;
  readonly connections: readonly DeclaredConnection[];
  readonly roles: readonly string[];
}

/** Vault has them by itself. */
const ownMounts = ['cubbyhole', 'identity', 'sys'];

/** Other secrets engines: whether they matter depends on who may use them, which policies tell. */
export function compareMounts(
  declared: DeclaredDatabase,
  found: readonly FoundMount[],
  ways: Ways,
): Difference[] {
  return found
    .filter(({ path }) => path !== declared.mount && !ownMounts.includes(path))
    .map(({ path, type, description }) => {
      const isOwn = description === declared.description;
      return {
        severity: type === 'database' ? 'medium' : 'info',
        what: `secrets mount ${path}`,
        declared: none,
        found: isOwn ? `${type}, of this deployment before` : type,
        next: ways.asRoot('secrets', 'disable', path),
      };
    });
}

/** Connections that were made or changed by hand. Terraform does not read their URLs back. */
export function compareConnections(
  { mount, connections }: DeclaredDatabase,
  found: FoundVault['connections'],
  ways: Ways,
): Difference[] {
  const byHand = found.filter(({ name }) => !connections.some((connection) => connection.name === name));
  return [
    ...byHand.map(({ name, settings }): Difference => ({
      severity: 'high',
      what: `connection ${name}`,
      declared: none,
      found: `a login as ${String(settings['username'])} to ${targetOf(settings['connection_url'])}`,
      next: ways.asDbAdmin('delete', `${mount}/config/${name}`),
    })),
    ...connections.flatMap((connection) => {
      const live = found.find(({ name }) => name === connection.name);
      return live === undefined
        ? [missing(connection, ways)]
        : compareConnection(mount, connection, live, ways);
    }),
  ];
}

function missing({ name }: DeclaredConnection, ways: Ways): Difference {
  const found = 'not there: nobody gets a credential';
  return { severity: 'high', what: `connection ${name}`, declared: 'a connection', found, next: ways.up };
}

/** Roles that make users nobody declared. @param connections as they are in Vault, to tell whether one lets them */
export function compareRoles(
  { mount, roles }: DeclaredDatabase,
  found: readonly FoundDatabaseRole[],
  connections: FoundVault['connections'],
  ways: Ways,
): Difference[] {
  const byHand = found.filter(({ name }) => !roles.includes(name));
  const missing = roles.filter((role) => !found.some(({ name }) => name === role));
  return [
    ...byHand.map(({ name, connection }): Difference => {
      const allowed = connections.find((one) => one.name === connection)?.settings['allowed_roles'];
      const isLet = Array.isArray(allowed) && allowed.some((role) => role === name || role === '*');
      return {
        severity: isLet ? 'high' : 'medium',
        what: `role ${name}`,
        declared: none,
        found: `it ${isLet ? 'makes' : 'is to make'} users by the connection ${connection}${isLet ? '' : ', which does not let it'}`,
        // Its users can be ended as long as it is there.
        next: `${ways.endLeases(`${mount}/creds/${name}`)} && ${ways.asDbAdmin('delete', `${mount}/roles/${name}`)}`,
      };
    }),
    ...missing.map((name): Difference => ({
      severity: 'high',
      what: `role ${name}`,
      declared: 'a role',
      found: 'not there: nobody gets a credential of it',
      next: ways.up,
    })),
  ];
}

/** Roles that take over users which are there: a deployment declares none. */
export function compareStaticRoles(
  { mount }: DeclaredDatabase,
  found: readonly string[],
  ways: Ways,
): Difference[] {
  return found.map((name) => ({
    severity: 'high',
    what: `static role ${name}`,
    declared: none,
    found: 'it changes the password of a user that is there, and shows it',
    next: ways.asRoot('delete', `${mount}/static-roles/${name}`),
  }));
}

/**
 * Credentials of roles that are not declared: their users live until the leases end.
 *
 * @param there the roles that Vault has: of one that it has no more, Vault cannot end the users
 */
export function compareLeases(
  { mount, roles }: DeclaredDatabase,
  found: readonly FoundLeases[],
  there: readonly FoundDatabaseRole[],
  ways: Ways,
): Difference[] {
  const pathOf = (role: string) => `${mount}/creds/${role}`;
  return found
    .filter(({ path }) => !roles.some((role) => pathOf(role) === path))
    .map(({ path, count }) => ({
      severity: 'medium',
      what: `leases of ${path}`,
      declared: none,
      found: `${count}, of a role that is not declared`,
      next: there.some(({ name }) => pathOf(name) === path)
        ? ways.endLeases(path)
        : `${ways.asRoot('lease', 'revoke', '-force', '-prefix', path)}; ${ways.dbvault('recover orphans')}`,
    }));
}
