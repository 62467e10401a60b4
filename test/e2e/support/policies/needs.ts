import { appPolicy, appSecretIdPath, operatorIdentities } from '../../../../constructs/names';
import { identities, type Capability, type Identity } from './table';

/** A request as Vault's audit log has it: what it asks for, and its path; a list's ends with a slash, `+` is any id. */
export type Need = `${Exclude<Capability, 'sudo'>} ${string}`;

const connection = 'database/config/my-postgres-database';
const role = 'database/roles/db-app';

/** What the commands ask of Vault in a whole life, from the first `up` to `destroy`, as each identity. */
const always: Readonly<Record<Identity, readonly Need[]>> = {
  'db-admin': [
    'read sys/mounts/database',
    `create ${connection}`,
    `read ${connection}`,
    // `recover connection`.
    `update ${connection}`,
    `delete ${connection}`,
    `create ${role}`,
    `read ${role}`,
    // A role that was edited in the deployment.
    `update ${role}`,
    `delete ${role}`,
    'update database/reset/my-postgres-database',
    'update database/rotate-root/my-postgres-database',
  ],
  plan: [
    'read sys/mounts/database',
    `read ${connection}`,
    `read ${role}`,
    'list database/config/',
    'list database/roles/',
    'list database/static-roles/',
    'list sys/policies/acl/',
    ...[...identities, 'default', 'root'].map((policy): Need => `read sys/policies/acl/${policy}`),
    'read sys/auth',
    'read sys/config/state/sanitized',
    'list identity/entity/id/',
    'read identity/entity/id/+',
    'list identity/group/id/',
    'read identity/group/id/+',
    'list auth/approle/role/',
    'read sys/audit',
    'read sys/mounts/auth/approle',
    'read sys/mounts/auth/approle/tune',
    ...[...operatorIdentities, appPolicy].flatMap((login): Need[] => [
      `read auth/approle/role/${login}`,
      `read auth/approle/role/${login}/role-id`,
      `list auth/approle/role/${login}/secret-id/`,
    ]),
    'read sys/mounts',
    'list sys/leases/lookup/database/creds/',
    'list sys/leases/lookup/database/creds/db-app/',
    'list auth/token/accessors/',
    'update auth/token/lookup-accessor',
  ],
  backup: ['read sys/storage/raft/snapshot'],
  'app-issuer': [
    'read auth/approle/role/app/role-id',
    `update ${appSecretIdPath}`,
    // What was handed over before, and nobody took.
    `list ${appSecretIdPath}/`,
    'update auth/approle/role/app/secret-id-accessor/lookup',
    'update auth/approle/role/app/secret-id-accessor/destroy',
  ],
  app: ['read database/creds/db-app', 'update sys/leases/revoke'],
};

/** Of a Vault that has PostgreSQL's plugin beside it, as the images that are built here, and not built in. */
const withPlugin: Partial<Record<Identity, readonly Need[]>> = {
  plan: ['read sys/plugins/catalog/database/postgresql-database-plugin'],
};

/** What the commands ask besides, and Vault's own policy `default` allows. */
export const needsOfDefault: Readonly<Record<Identity, readonly Need[]>> = {
  'db-admin': ['read auth/token/lookup-self', 'update auth/token/revoke-self'],
  plan: [
    'read auth/token/lookup-self',
    // Its own.
    'read identity/entity/id/+',
    'update auth/token/revoke-self',
    'update sys/leases/lookup',
  ],
  backup: ['update auth/token/revoke-self'],
  'app-issuer': ['update auth/token/revoke-self'],
  app: ['read auth/token/lookup-self', 'update auth/token/revoke-self'],
};

/** @param hasPlugin whether Vault has PostgreSQL's plugin beside it */
export function needsOf(identity: Identity, { hasPlugin }: { readonly hasPlugin: boolean }): Need[] {
  return [...always[identity], ...(hasPlugin ? (withPlugin[identity] ?? []) : [])].sort();
}
