import type { ConnectionProps, DeploymentProps } from '../../constructs/deployment';
import type { Size } from '../series';

export const deploymentName = 'bench';
export const ports = { vault: 18_312, shell: { vault: 18_311, postgres: 15_511 } };

/** Which names a size has; the references have the same. */
export function connectionNames({ connections }: Size): string[] {
  return Array.from({ length: connections }, (_, index) => numbered('c', index));
}

/** The roles, each with its connection: the first role is the first connection's, the second the second's, and so on. */
export function roleNames(size: Size): { readonly name: string; readonly connection: string }[] {
  const connections = connectionNames(size);
  return Array.from({ length: size.roles }, (_, index) => ({
    name: roleName(index),
    connection: connections[index % connections.length] ?? '',
  }));
}

/** Vault puts the first eight letters into the names of users: they tell one role's users from another's. */
export function roleName(index: number): string {
  return `${roleMark(index)}ench`;
}

/** What the users of a role have in their names. */
export function roleMark(index: number): string {
  return `${numbered('r', index)}-b`;
}

/** So many roles on so many connections. @param changed whether the first connection's first role has another TTL */
export function deploymentOf(size: Size, changed: boolean): DeploymentProps {
  return {
    name: deploymentName,
    vault: { port: ports.vault, storage: process.env['BENCH_STORAGE'] === 'file' ? 'file' : 'raft' },
    policies: { app: 'policies/bench/app.hcl' },
    connections: Object.fromEntries(connectionNames(size).map((name) => [name, connectionOf(name, size)])),
    roles: Object.fromEntries(
      roleNames(size).map(({ name, connection }, index) => [
        name,
        {
          connection,
          creationSql: 'sql/readonly.sql',
          ...(changed && index === 0 ? { defaultTtlSeconds: changedTtlSeconds } : {}),
        },
      ]),
    ),
  };
}

export const changedTtlSeconds = 1800;

/** A single connection is as a deployment has it that says no more; several have a database and a user each. */
function connectionOf(name: string, { connections }: Size): ConnectionProps {
  return connections === 1 ? {} : { database: name, username: `vault_${name}` };
}

/** The database of the first connection. */
export function firstDatabase(size: Size): string {
  const [name = ''] = connectionNames(size);
  return connectionOf(name, size).database ?? serverDatabase;
}

/** What PostgreSQL starts with, and what the references connect to. */
export const serverDatabase = 'postgres';

function numbered(prefix: string, index: number): string {
  return `${prefix}${String(index + 1).padStart(5, '0')}`;
}
