import fc from 'fast-check';
import { Problem } from '../../../../common/problem';
import { resolveDeployment, type DeploymentProps } from '../../../../constructs/deployment';
import { having, valid } from '../../../unit/constructs/hostile/row';
import { hostileText, someOf } from './texts';

const policies = { 'db-admin': 'policies/db-admin.hcl', app: 'policies/app.hcl' };

/** Each property that a text names something with, and a deployment that names it so. */
export const naming = {
  name: (name: string) => having('name', name),
  'vault.containerName': (name: string) => having('vault.containerName', name),
  'postgres.containerName': (name: string) => having('postgres.containerName', name),
  'postgres.superuser': (name: string) => having('postgres.superuser', name),
  'postgres.database': (name: string) => having('postgres.database', name),
  'connections.pg.username': (name: string) => having('connections.pg.username', name),
  mount: (name: string) => having('mount', name),
  policies: (name: string) => having('policies', { ...policies, [name]: 'policies/app.hcl' }),
  roles: (name: string) => having('roles', { [name]: valid.roles.reader }),
  connections: (name: string) => ({
    ...valid,
    connections: { [name]: {} },
    roles: { reader: { ...valid.roles.reader, connection: name } },
  }),
} satisfies Record<string, (name: string) => unknown>;

export type Property = keyof typeof naming;
export const properties = Object.keys(naming) as Property[];

/** What one program or another keeps for itself. */
export const reserved: readonly string[] = [
  ...['sys', 'auth', 'audit', 'identity', 'cubbyhole', 'sys/mounts', 'token', 'root', 'default', 'local'],
  ...[
    'response-wrapping',
    'control-group',
    'public',
    'none',
    'user',
    'current_user',
    'all',
    'replication',
    'select',
  ],
  ...[
    'template0',
    'template1',
    'postgres',
    'pg_monitor',
    'constructor',
    '__proto__',
    'count',
    'for_each',
    'host',
  ],
];

/** Most are refused, and those of the plainest letters are not. */
export const anyName = fc.oneof(
  fc.constantFrom(...reserved),
  hostileText,
  ...['abz019', 'ab01-_', 'aB0-_.', 'aB0-_/', 'ab01_', 'ab0:', 'ab0 ', 'ab0@', 'ab0é', 'ab0+'].map(
    (letters) => fc.string({ unit: fc.constantFrom(...Array.from(letters)), minLength: 1, maxLength: 70 }),
  ),
);

/** The refusal of a deployment with this name, or undefined where it is a valid one. */
export function refusalOf(property: Property, name: string): Problem | undefined {
  try {
    resolveDeployment(naming[property](name) as DeploymentProps);
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/** Some names that this property may have. */
export function acceptedNames(property: Property): string[] {
  const accepted = someOf(anyName, 400).filter((name) => refusalOf(property, name) === undefined);
  return [...new Set(accepted)].slice(0, 25);
}
