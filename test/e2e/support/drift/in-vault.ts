import { withRoot } from '../as-root';
import { docker } from '../outside';
import type { Flow } from '../reference-flow';
import type { Change } from './change';

/** Told of another change, and taken back with it. */
const nothing = async () => Promise.resolve();

/** Changes in Vault, made in this order: the last ones keep the first from being made. */
export function changesInVault(flow: Flow): readonly Change[] {
  const { vault } = flow.deployment;
  const as =
    (token: string) =>
    async (path: string, body?: object, method = body === undefined ? 'GET' : 'PUT') => {
      const answer = await flow.api(token, path, method, body);
      if (answer.status >= 300)
        throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    };
  const asRoot = (work: (vault: ReturnType<typeof as>) => Promise<unknown>) => () =>
    withRoot(vault.port, flow.keys().shares, (token) => work(as(token)));
  const write = (path: string, body: object) => asRoot((vault) => vault(path, body));
  const addTo = (policy: string, text: string) =>
    asRoot(async (vault) => {
      const { data } = await vault(`sys/policies/acl/${policy}`);
      return vault(`sys/policies/acl/${policy}`, {
        policy: `${(data as { policy: string }).policy}\n${text}`,
      });
    });
  const connection = 'database/config/my-postgres-database';
  let defaultPolicy: unknown;
  let tokenByHand = '';

  return [
    {
      title: 'a policy by hand that opens everything',
      make: write('sys/policies/acl/by-hand', {
        policy: `path "sys/policies/acl/*" { capabilities = ["update"] }
          path "database/creds/by-hand" { capabilities = ["read"] }`,
      }),
      told: { system: 'Vault', severity: 'critical', what: 'policy by-hand' },
    },
    {
      title: 'a policy that allows more than declared',
      make: addTo('app', 'path "sys/audit" { capabilities = ["read", "sudo"] }'),
      told: { system: 'Vault', severity: 'high', what: 'policy app' },
    },
    {
      title: 'a policy of another text that allows the same',
      make: addTo('backup', '# by hand'),
      told: { system: 'Terraform', severity: 'low', what: 'policy backup' },
    },
    {
      title: "more in Vault's own policy default",
      make: asRoot(async (vault) => {
        const { data } = await vault('sys/policies/acl/default');
        defaultPolicy = (data as { policy: string }).policy;
        const policy = `${String(defaultPolicy)}\npath "database/creds/*" { capabilities = ["read"] }`;
        return vault('sys/policies/acl/default', { policy });
      }),
      told: { system: 'Vault', severity: 'high', what: 'policy default' },
      mend: asRoot((vault) => vault('sys/policies/acl/default', { policy: defaultPolicy })),
    },
    {
      title: 'another way to log in',
      make: write('sys/auth/userpass', { type: 'userpass' }),
      told: { system: 'Vault', severity: 'high', what: 'auth mount userpass' },
    },
    {
      title: 'an AppRole by hand',
      make: write('auth/approle/role/by-hand', { token_policies: ['db-admin'] }),
      told: { system: 'Vault', severity: 'high', what: 'AppRole by-hand' },
    },
    {
      title: 'another policy for a declared AppRole',
      make: write('auth/approle/role/backup', { token_policies: ['backup', 'db-admin'] }),
      told: { system: 'Terraform', severity: 'high', what: 'AppRole backup' },
    },
    {
      title: 'a further secret_id of an operator',
      make: write('auth/approle/role/db-admin/secret-id', {}),
      told: { system: 'Vault', severity: 'high', what: 'secret_ids of AppRole db-admin' },
    },
    {
      title: 'a group that adds policies to logins',
      make: write('identity/group', { name: 'by-hand', policies: ['by-hand'] }),
      told: { system: 'Vault', severity: 'critical', what: 'group by-hand' },
    },
    {
      title: 'policies of an entity, which its login does not show',
      make: asRoot(async (vault) => {
        const { data } = await vault('identity/entity/id?list=true');
        const [id = ''] = (data as { keys: string[] }).keys;
        return vault(`identity/entity/id/${id}`, { policies: ['db-admin'] });
      }),
      told: { system: 'Vault', severity: 'high', what: 'entity ' },
    },
    {
      title: 'a token by hand',
      make: asRoot(async (vault) => {
        const props = { policies: ['by-hand'], display_name: 'by-hand' };
        const { auth } = await vault('auth/token/create-orphan', props);
        tokenByHand = (auth as { client_token: string }).client_token;
      }),
      told: { system: 'Vault', severity: 'critical', what: 'token token-by-hand' },
    },
    {
      title: 'a root token',
      make: write('auth/token/create-orphan', { policies: ['root'] }),
      told: { system: 'Vault', severity: 'critical', what: 'root tokens' },
    },
    {
      title: 'another secrets engine',
      make: write('sys/mounts/by-hand', { type: 'kv' }),
      told: { system: 'Vault', severity: 'info', what: 'secrets mount by-hand' },
    },
    {
      title: 'a declared audit device that is disabled',
      make: asRoot((vault) => vault('sys/audit/container-log', undefined, 'DELETE')),
      told: { system: 'Vault', severity: 'high', what: 'audit device container-log' },
    },
    {
      title: 'an audit device that writes secrets in clear',
      make: write('sys/audit/by-hand', {
        type: 'file',
        options: { file_path: '/vault/logs/by-hand.log', log_raw: 'true' },
      }),
      told: { system: 'Vault', severity: 'critical', what: 'audit device by-hand' },
    },
    {
      title: 'other SQL in a declared role',
      make: write('database/roles/db-app', {
        creation_statements: ['CREATE ROLE "{{name}}" LOGIN SUPERUSER'],
      }),
      told: { system: 'Terraform', severity: 'high', what: 'role db-app' },
    },
    {
      title: 'a role by hand',
      make: write('database/roles/by-hand', {
        db_name: 'my-postgres-database',
        creation_statements: [`CREATE ROLE "{{name}}" LOGIN PASSWORD '{{password}}' CREATEDB`],
        revocation_statements: ['DROP ROLE "{{name}}"'],
      }),
      told: { system: 'Vault', severity: 'high', what: 'role by-hand' },
    },
    {
      title: 'a credential of it',
      make: async () => {
        await write(connection, { allowed_roles: ['db-app', 'by-hand', 'taken-over'] })();
        // It would end with the token of root.
        await as(tokenByHand)('database/creds/by-hand');
      },
      told: { system: 'Vault', severity: 'medium', what: 'leases of database/creds/by-hand' },
    },
    {
      title: 'its user, who may do more than declared',
      make: nothing,
      told: { system: 'PostgreSQL', severity: 'medium', what: 'role v-token-by-by-hand-' },
      mend: nothing,
    },
    {
      title: 'a user with a password of its own',
      make: () => flow.superuser('CREATE ROLE taken_over LOGIN'),
      told: { system: 'PostgreSQL', severity: 'medium', what: 'role taken_over' },
    },
    {
      title: 'a role that takes over a user who is there',
      make: write('database/static-roles/taken-over', {
        db_name: 'my-postgres-database',
        username: 'taken_over',
        rotation_period: '24h',
      }),
      told: { system: 'Vault', severity: 'high', what: 'static role taken-over' },
    },
    {
      title: 'a connection that leads elsewhere',
      make: write(connection, {
        connection_url: 'postgresql://{{username}}:{{password}}@elsewhere:5432/postgres',
        verify_connection: false,
      }),
      told: { system: 'Vault', severity: 'critical', what: 'connection my-postgres-database' },
    },
    {
      title: 'a root token that somebody is about to make',
      make: () => docker('exec', vault.containerName, 'vault', 'operator', 'generate-root', '-init'),
      told: { system: 'Vault', severity: 'medium', what: 'generation of a root token' },
    },
  ];
}
