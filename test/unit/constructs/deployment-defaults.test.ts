import { resolveDeployment } from '../../../constructs/deployment';
import { readProjectFile } from '../../../constructs/project-files';

const deployment = resolveDeployment({
  name: 'plain',
  connections: { pg: {} },
  roles: { reader: { connection: 'pg', creationSql: 'sql/readonly.sql' } },
});
const [connection] = deployment.connections;
const [role] = deployment.roles;

describe('a deployment that sets only what it must', () => {
  describe('Vault', () => {
    it.each([
      ['containerName', 'dbvault-plain-vault'],
      ['port', 8200],
      ['image', 'hashicorp/vault:1.21.1'],
      ['storage', 'raft'],
      ['keyShares', 5],
      ['keyThreshold', 3],
    ] as const)('%s is %s', (property, value) => {
      expect(deployment.vault[property]).toBe(value);
    });

    it('has one node, and nothing else', () => {
      expect(deployment.vault.nodes).toHaveLength(1);
      expect(Object.keys(deployment.vault)).toHaveLength(7);
    });
  });

  describe('PostgreSQL', () => {
    it.each([
      ['containerName', 'dbvault-plain-postgres'],
      ['image', 'postgres:15'],
      ['superuser', 'postgres'],
      ['database', 'postgres'],
      ['memoryMegabytes', 1024],
    ] as const)('%s is %s', (property, value) => {
      expect(deployment.postgres[property]).toBe(value);
    });

    it('publishes no port', () => {
      expect(deployment.postgres).not.toHaveProperty('publishedPort');
    });
  });

  it('makes its own certificates', () => expect(deployment.tls).toBe('made'));

  it('mounts the secrets engine at database', () => {
    expect(deployment.mount).toBe('database');
  });

  it('has a policy for each identity', () => {
    expect(deployment.policies.map(({ name }) => name)).toEqual([
      'db-admin',
      'plan',
      'backup',
      'app-issuer',
      'app',
    ]);
  });

  it.each(['db-admin', 'plan', 'backup', 'app-issuer', 'app'])(
    'reads the policy %s from its file',
    (name) => {
      const policy = deployment.policies.find((one) => one.name === name);
      expect(policy?.hcl).toBe(readProjectFile(`policies/${name}.hcl`));
    },
  );

  it('gives its application an AppRole, with bounds', () => {
    expect(deployment.application).toEqual({
      tokenTtlSeconds: 3600,
      tokenMaxTtlSeconds: 2_764_800,
      tokenUses: 0,
      secretIdTtlSeconds: 3600,
      secretIdUses: 1,
      cidrs: [],
    });
  });

  describe('its connection', () => {
    it('keeps its name', () => expect(connection?.name).toBe('pg'));
    it('logs in as a dedicated role', () => expect(connection?.username).toBe('vault_admin'));
    it("is to the server's database", () => expect(connection?.database).toBe('postgres'));
    it('is no superuser', () => expect(connection?.isSuperuser).toBe(false));
    it('allows its roles by name', () => expect(connection?.allowedRoles).toEqual(['reader']));
  });

  describe('its role', () => {
    it('keeps its name', () => expect(role?.name).toBe('reader'));
    it('keeps its connection', () => expect(role?.connection).toBe('pg'));
    it('lives for an hour', () => expect(role?.defaultTtlSeconds).toBe(3600));
    it('is renewed for a day', () => expect(role?.maxTtlSeconds).toBe(86_400));
    it('is made by its SQL, trimmed', () => {
      expect(role?.creationSql).toBe(
        readProjectFile('sql/readonly.sql').trim().replace('{{group}}', 'app_readonly'),
      );
    });
    it('is revoked by sql/revoke.sql, trimmed', () => {
      expect(role?.revocationSql).toBe(readProjectFile('sql/revoke.sql').trim());
    });
  });
});
