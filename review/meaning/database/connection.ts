import type { Plan, ResourceChange, Values } from '../../plan/plan';
import { resourcesOf, type Place } from './change';
import { listOf, pathOf, textOf } from '../../plan/values';
import { endpointOf, type Endpoint } from './endpoint';

/** How Vault logs in to a database. */
export interface Connection {
  readonly backend: string;
  readonly name: string;
  /** Such as `postgresql`: the block that it is described by. */
  readonly engine: string;
  readonly plugin: string;
  readonly allowedRoles: readonly string[];
  readonly verifies: boolean;
  /** What is said of the database, its address and the login. */
  readonly details: Values;
  readonly endpoint: Endpoint;
  /** What is said of the connection itself, such as its password policy. */
  readonly values: Values;
}

/** A connection before and after a plan, whichever resource declares it. */
export interface ConnectionChange extends Place {
  readonly before: Connection | null;
  readonly after: Connection | null;
  /** Whether it stands in the resource of its mount, and goes with that. */
  readonly isOfMount: boolean;
  /** Made anew: Terraform deletes it and sends its first password again. */
  readonly isReplaced: boolean;
  /** Why, such as `backend`. */
  readonly reason: string;
  /** Attributes whose values nobody is shown, and that change. */
  readonly changedSecrets: readonly string[];
  /** Attributes that only the apply tells. */
  readonly unknown: readonly string[];
}

const own = 'vault_database_secret_backend_connection';
const inMount = 'vault_database_secrets_mount';

/** Where the path of a mount is told; its connections stand in it. */
export function connectionsOf(plans: readonly Plan[]): readonly ConnectionChange[] {
  return resourcesOf(plans, own, inMount)
    .filter(({ action }) => action !== 'forget' && action !== 'read')
    .flatMap((resource) => (resource.type === own ? [ownConnection(resource)] : ofMount(resource)));
}

function ownConnection(resource: ResourceChange & Place): ConnectionChange {
  const { stack, address, before, after, changedSecrets, unknown } = resource;
  const read = (values: Values | null) => {
    const [engine, , details] = blocksOf(values)[0] ?? [''];
    return values === null ? null : connection(pathOf(values, 'backend'), engine, details ?? {}, values);
  };
  return {
    stack,
    address,
    before: read(before),
    after: read(after),
    isOfMount: false,
    isReplaced: resource.action === 'replace',
    reason: reasonOf(resource),
    changedSecrets: changedSecrets.map((path) => path.split('.').at(-1) ?? ''),
    unknown,
  };
}

/** By name: the provider makes the whole mount anew where one is renamed or goes. */
function ofMount(resource: ResourceChange & Place): readonly ConnectionChange[] {
  const { stack, address, before, after, changedSecrets } = resource;
  const read = (values: Values | null) =>
    new Map(
      blocksOf(values).map(([engine, index, details]) => [
        textOf(details, 'name'),
        { path: `${engine}.${index}`, read: connection(pathOf(values, 'path'), engine, details, details) },
      ]),
    );
  const [was, is] = [read(before), read(after)];
  return [...new Set([...was.keys(), ...is.keys()])].map((name) => {
    const paths = [was.get(name)?.path, is.get(name)?.path];
    return {
      stack,
      address,
      before: was.get(name)?.read ?? null,
      after: is.get(name)?.read ?? null,
      isOfMount: true,
      isReplaced: resource.action === 'replace',
      reason: reasonOf(resource),
      changedSecrets: changedSecrets
        .filter((secret) => paths.some((path) => path !== undefined && secret.startsWith(`${path}.`)))
        .map((secret) => secret.split('.').at(-1) ?? ''),
      unknown: [],
    };
  });
}

function connection(backend: string, engine: string, details: Values, values: Values): Connection {
  return {
    backend,
    name: textOf(values, 'name'),
    engine,
    plugin: textOf(values, 'plugin_name') || `${engine.replaceAll('_', '-')}-database-plugin`,
    allowedRoles: listOf(values, 'allowed_roles'),
    verifies: values['verify_connection'] !== false,
    details,
    endpoint: endpointOf(details),
    values,
  };
}

/** The blocks that describe databases: lists of objects, where everything else is none. */
function blocksOf(values: Values | null): readonly (readonly [string, number, Values])[] {
  return Object.entries(values ?? {}).flatMap(([engine, blocks]) =>
    Array.isArray(blocks)
      ? blocks.flatMap((block: unknown, index) =>
          block !== null && typeof block === 'object' ? [[engine, index, block as Values] as const] : [],
        )
      : [],
  );
}

function reasonOf({ action, replacedBy, reason }: ResourceChange): string {
  if (action === 'replace')
    return replacedBy.length > 0 ? `replaced: ${replacedBy.join(', ')}` : (reason ?? 'replaced');
  return action === 'delete' ? 'deleted' : action;
}

/** Where a connection is in Vault. */
export function placeOf({ backend, name }: Pick<Connection, 'backend' | 'name'>): string {
  return `${backend}/config/${name}`;
}
