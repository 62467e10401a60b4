import { inProject } from '../../common/project';
import {
  caFile,
  databaseStack,
  postgresImageVariable,
  vaultAddress,
  vaultImageVariable,
} from '../../constructs/names';
import { planContainersUnlessSettled, planUnlessSettled, toldIfSettled } from '../../steps/settled-stack';
import { TerraformStack, type StackEnvironment } from '../../steps/terraform-stack';
import { VaultClient } from '../../steps/vault-client';
import { terraformTools, tools } from '../../toolchain';
import { deployment } from './deployments/e2e-settled';
import { withRoot } from './support/as-root';
import { Flow } from './support/reference-flow';

const minuteMs = 60_000;
jest.setTimeout(3 * minuteMs);

type Stack = 'access' | 'database';

interface Change {
  readonly path: string;
  readonly body?: object;
  readonly method?: string;
  /** Whether Terraform sees it: what it does not, costs a plan and no more. */
  readonly isSeen: boolean;
  /** What makes good what Terraform does not see, or cannot. */
  readonly undo?: object;
  /** Whether nobody can make it good: the last one. */
  readonly isLost?: boolean;
}

const role = 'database/roles/db-app';
const connection = 'database/config/my-postgres-database';
const urlTo = (host: string) =>
  `postgresql://{{username}}:{{password}}@${host}/postgres?sslmode=verify-full&sslrootcert=/dbvault/tls/ca.pem`;
const written = (path: string, body: object, isSeen = true): Change => ({ path, body, isSeen });
const deleted = (path: string): Change => ({ path, method: 'DELETE', isSeen: true });

const changes: Readonly<Record<Stack, readonly Change[]>> = {
  database: [
    written(role, { default_ttl: 60 }),
    written(role, { max_ttl: 7200 }),
    written(role, { creation_statements: ['CREATE ROLE "{{name}}" LOGIN PASSWORD \'{{password}}\''] }),
    written(role, { revocation_statements: ['DROP ROLE "{{name}}"'] }),
    written(role, { renew_statements: ['SELECT 1'] }),
    written(role, { rollback_statements: ['SELECT 1'] }),
    written(role, { db_name: 'another' }),
    deleted(role),
    written(connection, { allowed_roles: ['*'] }),
    written(connection, { max_open_connections: 9 }),
    written(connection, { max_idle_connections: 3 }),
    written(connection, { max_connection_lifetime: '5m' }),
    written(connection, { username_template: 'x-{{random 20}}' }),
    {
      ...written(connection, { connection_url: urlTo('elsewhere'), verify_connection: false }, false),
      undo: { connection_url: urlTo('postgres:5432') },
    },
    written(connection, { username: 'somebody', verify_connection: false }),
    {
      ...written(connection, { root_rotation_statements: ['SELECT 1'] }),
      undo: { root_rotation_statements: [] },
    },
    { ...written(connection, { password_policy: 'none' }), undo: { password_policy: '' } },
    { ...deleted(connection), isLost: true },
  ],
  access: [
    written('sys/policies/acl/app', { policy: 'path "x" { capabilities = ["read"] }' }),
    deleted('sys/policies/acl/backup'),
    written('sys/mounts/database/tune', { description: 'another' }),
    // Declared by nobody, so that Terraform takes any.
    written('sys/mounts/database/tune', { default_lease_ttl: '1h' }, false),
    written('sys/mounts/database/tune', { max_lease_ttl: '2h' }, false),
    written('sys/mounts/auth/approle/tune', { description: 'another' }),
    written('sys/mounts/auth/approle/tune', { listing_visibility: 'unauth' }, false),
    written('auth/approle/role/app', { token_ttl: 61 }),
    written('auth/approle/role/app', { token_policies: ['default'] }),
    written('auth/approle/role/app', { secret_id_ttl: 62 }),
    written('auth/approle/role/app', { token_num_uses: 3 }),
    deleted('auth/approle/role/app'),
    deleted('sys/audit/file'),
  ],
};

describe('a stack that is known to be as declared', () => {
  const flow = new Flow({
    file: 'test/e2e/deployments/e2e-settled.ts',
    props: deployment,
    firstPassword: 'first-password-of-e2e-settled',
  });
  const { name, vault } = flow.deployment;
  const stacks = new Map<Stack, TerraformStack>();
  const client = (token: string) =>
    new VaultClient(vaultAddress(vault.port, true), token, inProject(caFile(name)));
  const stackOf = (stack: Stack) => {
    const found = stacks.get(stack);
    if (found === undefined) throw new Error(stack);
    return found;
  };
  const environment = (token: string): StackEnvironment => ({
    vaultToken: token,
    secretVariables: { my_postgres_database_password: 'none' },
  });

  beforeAll(async () => {
    await flow.cli.destroyAll();
    await flow.cli.json('up', '--yes');
    const { engine, terraform: command, env } = await terraformTools();
    const make = (stack: 'access' | `database-${string}`) =>
      new TerraformStack({ engine, command, env }, name, stack);
    stacks.set('access', make('access')).set('database', make(databaseStack('my-postgres-database')));
  }, 5 * minuteMs);
  afterAll(() => flow.cli.destroyAll(), minuteMs);

  it('of containers is planned again where an image is another one, and else not', async () => {
    const { postgres } = flow.deployment;
    const images = { vault: vault.image, postgres: postgres.image };
    const found = await tools({ images, vaultStorage: vault.storage });
    const { engine, terraform: command, env } = found;
    const stack = new TerraformStack({ engine, command, env }, name, 'containers');
    const withVault = (image: string) => ({
      variables: { [vaultImageVariable]: image, [postgresImageVariable]: found.images.postgres },
    });
    expect(await planContainersUnlessSettled(stack, withVault(found.images.vault))).toBe(false);
    const asked = jest.spyOn(stack, 'plan');
    expect(await planContainersUnlessSettled(stack, withVault(found.images.vault))).toBe(false);
    expect(asked).not.toHaveBeenCalled();
    expect(await planContainersUnlessSettled(stack, withVault(found.images.postgres))).toBe(true);
    expect(asked).toHaveBeenCalled();
  });

  it.each(['access', 'database'] as const)(
    'is so after the apply of %s, and Terraform agrees',
    async (stack) => {
      const token = await flow.tokenOf('plan');
      expect(await toldIfSettled(stackOf(stack), client(token))).toBeDefined();
      expect(await stackOf(stack).plan(environment(token))).toBe(false);
    },
  );

  it('is planned again where its state is another one', async () => {
    const token = await flow.tokenOf('plan');
    const stack = stackOf('database');
    await stack.editState('vault_database_secret_backend_role.role-db-app_role_C7AA0D8D', () => undefined);
    expect(await toldIfSettled(stack, client(token))).toBeUndefined();
    expect(await planUnlessSettled(stack, environment(token), client(token))).toBe(false);
    expect(await toldIfSettled(stack, client(token))).toBeDefined();
  });

  const cases = (['access', 'database'] as const).flatMap((stack) =>
    changes[stack].map(
      (change) =>
        [stack, JSON.stringify([change.method ?? 'PUT', change.path, change.body]), change] as const,
    ),
  );
  it.each(cases)('is not, in %s, after %s', async (stack, _, change) => {
    const settled = stackOf(stack);
    await withRoot(vault.port, flow.keys().shares, async (root) => {
      const asRoot = client(root);
      expect(await toldIfSettled(settled, asRoot)).toBeDefined();
      const { status } = await flow.api(root, change.path, change.method ?? 'PUT', change.body);
      expect(status).toBeLessThan(300);
      expect(await toldIfSettled(settled, asRoot)).toBeUndefined();
      expect(await settled.plan(environment(root))).toBe(change.isSeen);
      if (change.isLost === true) return;
      if (change.undo !== undefined) await flow.api(root, change.path, 'PUT', change.undo);
      else if (change.isSeen) await settled.apply(environment(root));
      expect(await planUnlessSettled(settled, environment(root), asRoot)).toBe(false);
    });
  });
});
