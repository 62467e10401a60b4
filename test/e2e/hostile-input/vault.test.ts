import { asVaultTrims } from '../../../constructs/project-files';
import { textProblem } from '../../../constructs/validation/file-text';
import { dataOf, VaultRequestProblem, type VaultClient } from '../../../steps/vault-client';
import { startDevVault, type DevVault } from '../support/dev-vault';
import { acceptedNames } from './support/names';
import { hostileText, seed, someOf } from './support/texts';

const minuteMs = 60_000;

describe(`names and texts in Vault (seed ${seed})`, () => {
  let vault: DevVault;
  let root: VaultClient;

  beforeAll(async () => {
    vault = await startDevVault();
    ({ root } = vault);
    // In the way of nothing that a deployment may be mounted at.
    await root.delete('sys/mounts/secret');
  }, minuteMs);
  afterAll(() => vault.remove(), minuteMs);

  it('policies may have each name that a deployment may give them', async () => {
    const policy = 'path "a" {}';
    for (const name of acceptedNames('policies')) {
      await root.write(`sys/policies/acl/${name}`, { policy });
      expect(await root.read(`sys/policies/acl/${name}`)).toMatchObject({ data: { name, policy } });
    }
  });

  it('a database can be mounted at each path that a deployment may name, with its connections and roles', async () => {
    const mounts = acceptedNames('mount');
    const roles = acceptedNames('roles');
    const connections = acceptedNames('connections');
    for (const [index, mount] of mounts.entries()) {
      await root.write(`sys/mounts/${mount}`, { type: 'database' });
      const role = roles[index % roles.length] ?? '';
      const connection = connections[index % connections.length] ?? '';
      await root.write(`${mount}/roles/${role}`, { db_name: connection, creation_statements: ['SELECT 1'] });
      expect(await root.list(`${mount}/roles`)).toEqual([role]);
      expect(await root.read(`${mount}/roles/${role}`)).toMatchObject({ data: { db_name: connection } });
      // Whether Vault knows such a path: to make a connection would take a PostgreSQL.
      await root.delete(`${mount}/config/${connection}`);
      await root.delete(`sys/mounts/${mount}`);
    }
  });

  it("a role's SQL comes back as it was", async () => {
    await root.write('sys/mounts/database', { type: 'database' });
    const texts = someOf(hostileText, 300)
      .map(asVaultTrims)
      .filter((text) => text !== '');
    await root.write('database/roles/reader', { db_name: 'pg', creation_statements: texts });
    const data = dataOf((await root.read('database/roles/reader')) ?? {});
    expect(data['creation_statements']).toEqual(texts);
  });

  it('a policy that Vault takes comes back as it was', async () => {
    const texts = someOf(hostileText, 200).filter((text) => textProblem(text) === undefined);
    const commented = texts.map((text) => `# ${text.replaceAll('\n', '\n# ')}\npath "a" {}\n`);
    const inPath = texts.map((text) => `path ${JSON.stringify(text)} {}`);
    let taken = 0;
    for (const policy of [...commented, ...inPath]) {
      if (!(await isTaken(policy))) continue;
      taken += 1;
      expect(await root.read('sys/policies/acl/text')).toMatchObject({ data: { policy } });
    }
    expect(taken).toBeGreaterThan(100);
  });

  it.each(['path "a" {', 'nonsense', 'path "a" { capabilities = ["fly"] }', 'pth "a" {}'])(
    'a policy that is none is refused, and nothing is written: %s',
    async (policy) => {
      await expect(root.write('sys/policies/acl/broken', { policy })).rejects.toHaveProperty(
        'statusCode',
        400,
      );
      expect(await root.read('sys/policies/acl/broken')).toBeUndefined();
    },
  );

  async function isTaken(policy: string): Promise<boolean> {
    try {
      await root.write('sys/policies/acl/text', { policy });
      return true;
    } catch (error) {
      if (error instanceof VaultRequestProblem && error.statusCode === 400) return false;
      throw error;
    }
  }
});
