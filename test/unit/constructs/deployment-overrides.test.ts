import { inProject } from '../../../common/project';
import type { AppRoleProps } from '../../../constructs/application';
import {
  resolveDeployment,
  type DeploymentProps,
  type PostgresServerProps,
  type RoleProps,
  type VaultServerProps,
} from '../../../constructs/deployment';
import { readProjectFile } from '../../../constructs/project-files';

const valid: DeploymentProps = {
  name: 'plain',
  connections: { pg: {} },
  roles: { reader: { connection: 'pg', creationSql: 'sql/readonly.sql' } },
};

describe("a deployment's overrides", () => {
  it.each<VaultServerProps>([
    { containerName: 'vault' },
    { port: 1 },
    { port: 65_535 },
    { image: 'registry.example:5000/mirror/vault:1.20.0' },
    { storage: 'file' },
    { keyShares: 255 },
    { keyThreshold: 5 },
    { keyShares: 1, keyThreshold: 1 },
  ])('Vault: %j, and the rest stays', (vault) => {
    const { nodes: only, ...plain } = resolveDeployment(valid).vault;
    expect(only).toHaveLength(1);
    const { nodes, ...changed } = resolveDeployment({ ...valid, vault }).vault;
    expect(changed).toEqual({ ...plain, ...vault });
    expect(nodes).toMatchObject([{ containerName: changed.containerName, port: changed.port }]);
  });

  it.each<PostgresServerProps>([
    { containerName: 'postgres' },
    { publishedPort: 5432 },
    { image: 'postgres:14' },
    { image: `postgres@sha256:${'0'.repeat(64)}` },
    { superuser: 'root' },
    { database: 'orders' },
    { memoryMegabytes: 128 },
  ])('PostgreSQL: %j, and the rest stays', (postgres) => {
    const plain = resolveDeployment(valid).postgres;
    expect(resolveDeployment({ ...valid, postgres }).postgres).toEqual({ ...plain, ...postgres });
  });

  it('TLS is off', () => expect(resolveDeployment({ ...valid, tls: 'off' }).tls).toBe('off'));

  it('certificates of another CA, in files that are there', () => {
    const server = { certificateFile: 'package.json', keyFile: inProject('tsconfig.json') };
    const tls = { caFile: 'README.md', vault: server, postgres: server };
    expect(resolveDeployment({ ...valid, tls }).tls).toEqual(tls);
  });

  it("the application's token, and no policy to hand anything over", () => {
    const { application, policies } = resolveDeployment({ ...valid, application: 'token' });
    expect(application).toBe('token');
    expect(policies.map(({ name }) => name)).toEqual(['db-admin', 'plan', 'backup', 'app']);
  });

  it.each<AppRoleProps>([
    { tokenTtlSeconds: 3600, tokenMaxTtlSeconds: 3600 },
    { tokenUses: 2 },
    { secretIdTtlSeconds: 900 },
    { secretIdUses: 0 },
    { cidrs: ['0.0.0.0/0', '10.1.0.0/16', '255.255.255.255/32'] },
  ])('the application: %j, and the rest stays', (application) => {
    const plain = resolveDeployment(valid).application;
    expect(resolveDeployment({ ...valid, application }).application).toEqual({
      ...(plain as object),
      ...application,
    });
  });

  it("the application's token lives as long as the longest credential", () => {
    const role = { connection: 'pg', creationSql: 'sql/readonly.sql' };
    const roles = { short: role, long: { ...role, defaultTtlSeconds: 7200 } };
    expect(resolveDeployment({ ...valid, roles }).application).toHaveProperty('tokenTtlSeconds', 7200);
  });

  it.each(['db', 'team/db', 'a'.repeat(127)])('the mount: %s', (mount) => {
    expect(resolveDeployment({ ...valid, mount }).mount).toBe(mount);
  });

  it("the connection's user", () => {
    const connections = { pg: { username: 'postgres' } };
    expect(resolveDeployment({ ...valid, connections }).connections[0]?.username).toBe('postgres');
  });

  it('connections with databases and users of their own, in their order', () => {
    const connections = { pg: {}, orders: { database: 'orders', username: 'vault_orders' } };
    const own = { isSuperuser: false, allowedRoles: [] };
    expect(resolveDeployment({ ...valid, connections }).connections).toEqual([
      {
        ...own,
        name: 'pg',
        username: 'vault_admin',
        database: 'postgres',
        readonlyGroup: 'app_readonly',
        allowedRoles: ['reader'],
      },
      {
        ...own,
        name: 'orders',
        username: 'vault_orders',
        database: 'orders',
        readonlyGroup: 'app_readonly_orders',
      },
    ]);
  });

  it("a connection of the superuser, whatever the superuser's name", () => {
    const connections = { pg: { username: 'root' }, other: {} };
    const { connections: found } = resolveDeployment({
      ...valid,
      postgres: { superuser: 'root' },
      connections,
    });
    expect(found.map(({ isSuperuser }) => isSuperuser)).toEqual([true, false]);
  });

  it("the server's database is the connection's, and its group is the plain one", () => {
    const [found] = resolveDeployment({ ...valid, postgres: { database: 'orders' } }).connections;
    expect(found).toMatchObject({ database: 'orders', readonlyGroup: 'app_readonly' });
  });

  it("a role's SQL has the group of its connection's database", () => {
    const connections = { pg: {}, orders: { database: 'orders', username: 'vault_orders' } };
    const role = { connection: 'orders', creationSql: 'sql/readonly.sql', revocationSql: 'sql/readonly.sql' };
    const [found] = resolveDeployment({ ...valid, connections, roles: { ordering: role } }).roles;
    expect(found?.creationSql).toMatch(/IN ROLE app_readonly_orders;$/);
    expect(found?.revocationSql).toBe(found?.creationSql);
  });

  it.each<Partial<RoleProps>>([
    { defaultTtlSeconds: 1 },
    { maxTtlSeconds: 2_764_800 },
    { defaultTtlSeconds: 60, maxTtlSeconds: 60 },
  ])('a role: %j, and the rest stays', (props) => {
    const plain = resolveDeployment(valid).roles[0];
    const roles = { reader: { connection: 'pg', creationSql: 'sql/readonly.sql', ...props } };
    expect(resolveDeployment({ ...valid, roles }).roles[0]).toEqual({ ...plain, ...props });
  });

  it("a role's revocation SQL", () => {
    const role = { connection: 'pg', creationSql: 'sql/readonly.sql', revocationSql: 'sql/readonly.sql' };
    const { roles } = resolveDeployment({ ...valid, roles: { reader: role } });
    expect(roles[0]?.revocationSql).toBe(
      readProjectFile('sql/readonly.sql').trim().replace('{{group}}', 'app_readonly'),
    );
  });

  it('a second role is allowed on the connection too', () => {
    const roles = { ...valid.roles, other: { connection: 'pg', creationSql: 'sql/readonly.sql' } };
    const { connections } = resolveDeployment({ ...valid, roles });
    expect(connections[0]?.allowedRoles).toEqual(['reader', 'other']);
  });

  it('policies take the place of the default ones of their name, and may be more', () => {
    const policies = { app: 'policies/plan.hcl', auditor: 'policies/app.hcl' };
    const found = resolveDeployment({ ...valid, policies }).policies;
    expect(found.map(({ name }) => name)).toEqual([
      'db-admin',
      'plan',
      'backup',
      'app-issuer',
      'app',
      'auditor',
    ]);
    expect(found.find(({ name }) => name === 'app')?.hcl).toBe(readProjectFile('policies/plan.hcl'));
  });

  it('a property that is undefined leaves the default', () => {
    const vault = { port: undefined } as unknown as VaultServerProps;
    expect(resolveDeployment({ ...valid, vault }).vault.port).toBe(8200);
  });
});
