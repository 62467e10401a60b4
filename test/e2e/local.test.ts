import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { deployment } from './deployments/e2e-local';
import { describeReferenceFlow } from './support/describe-reference-flow';
import { Cli } from './support/cli';
import { docker } from './support/outside';

describeReferenceFlow(
  'the deployment local',
  {
    file: 'test/e2e/deployments/e2e-local.ts',
    props: deployment,
    firstPassword: `canary-${randomBytes(12).toString('hex')}`,
  },
  (flow) => {
    it('does not publish PostgreSQL', async () => {
      expect(await docker('port', flow.deployment.postgres.containerName)).toBe('');
    });
    it("makes Vault's login no superuser, and leaves the superuser without a password", async () => {
      const admin = "SELECT rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = 'vault_admin'";
      expect(await flow.superuser(admin)).toBe('f|t|f');
      expect(
        await flow.superuser("SELECT rolpassword IS NULL FROM pg_authid WHERE rolname = 'postgres'"),
      ).toBe('t');
    });

    describe('bad input', () => {
      it('a sealed Vault: creds says so, and names the way out', async () => {
        await docker('restart', flow.deployment.vault.containerName);
        await flow.cli.run('status');
        const result = await flow.cli.run('creds', 'db-app');
        expect(result.exitCode).toBe(1);
        expect(result.stderr).toMatch(/is sealed|did not answer/);
        await flow.cli.json('unseal');
      });
      it('a wrong login: creds says so, up makes a new one', async () => {
        const file = `${flow.folder}/keys/app-operator-login.json`;
        const before = readFileSync(file, 'utf8');
        writeFileSync(file, '{"roleId":"no-role","secretId":"not-a-secret-id"}', { mode: 0o600 });
        const result = await flow.cli.run('creds', 'db-app');
        expect(result.exitCode).toBe(1);
        expect(result.stderr).toContain('Vault does not take the login');
        expect(result.stderr).not.toContain('not-a-secret-id');
        const { changed } = await flow.cli.json<{ changed: string[] }>('up');
        expect(changed).toEqual(['made the logins of app-operator', 'ended root']);
        expect(readFileSync(file, 'utf8')).not.toBe(before);
      });
      it('a mount that the state does not know: taken up', async () => {
        rmSync(`${flow.folder}/state/access.tfstate`);
        expect((await flow.cli.json<{ changed: string[] }>('up')).changed).toEqual([
          'applied access',
          'ended root',
        ]);
        expect((await flow.cli.json<{ changed: string[] }>('up')).changed).toEqual([]);
      });
      it('a connection that the state does not know: refused, nothing changed', async () => {
        const state = `${flow.folder}/state/database-my-postgres-database.tfstate`;
        renameSync(state, `${state}.aside`);
        const result = await flow.cli.run('up');
        expect(result.exitCode).toBe(3);
        expect(result.stderr).toContain(
          "Terraform's state does not know the connection 'database/config/my-postgres-database'",
        );
        expect(result.stderr).toContain('npx dbvault recover state');
        renameSync(`${state}.aside`, state);
        expect((await flow.cli.json<{ changed: string[] }>('up')).changed).toEqual([]);
      });
      it('a renamed connection: refused, and the old one goes on', async () => {
        const renamed = new Cli('test/e2e/deployments/e2e-local-renamed.ts');
        const result = await renamed.run('up');
        expect(result.exitCode).toBe(3);
        expect(result.stderr).toContain('takes away a connection whose password only Vault knows');
        expect((await flow.cli.json<{ changed: string[] }>('up')).changed).toEqual([]);
      });
      it('a renamed connection, with the word for it: its leases end, and Vault alone knows the new password', async () => {
        const { username } = await flow.credential();
        const renamed = new Cli('test/e2e/deployments/e2e-local-renamed.ts');
        const { changed } = await renamed.json<{ changed: string[] }>('up', '--replace-connection');
        expect(changed).toEqual([
          'ended the leases of the connection that is replaced',
          'took down database-my-postgres-database',
          'gave vault_admin a first password in postgres',
          'applied database-renamed',
          'rotated the password of vault_admin',
          'ended root',
        ]);
        expect(await flow.superuser(`SELECT count(*) FROM pg_roles WHERE rolname = '${username}'`)).toBe('0');
        const back = await flow.cli.json<{ changed: string[] }>('up', '--replace-connection');
        expect(back.changed).toContain('rotated the password of vault_admin');
        expect((await flow.cli.json<{ changed: string[] }>('up')).changed).toEqual([]);
      });
      it('a Vault container that is gone: up makes it on its old volume, unseals it, and goes on', async () => {
        const before = flow.keys();
        await docker('rm', '--force', flow.deployment.vault.containerName);
        const { changed } = await flow.cli.json<{ changed: string[] }>('up');
        expect(changed).toEqual(['applied containers', 'unsealed Vault']);
        expect(flow.keys()).toEqual(before);
      });
      it("a Vault that is not the key store's: refused; the keys are moved aside when asked, and all works again", async () => {
        const { vault } = flow.deployment;
        const before = flow.keys();
        await docker('rm', '--force', vault.containerName);
        await docker('volume', 'rm', `${vault.containerName}-file`);
        const refused = await flow.cli.run('up');
        expect(refused.exitCode).toBe(3);
        expect(refused.stderr).toContain('there are key shares of a Vault that was');
        expect(flow.keys()).toEqual(before);
        const { changed } = await flow.cli.json<{ changed: string[] }>('up', '--archive-keys');
        expect(changed).toContain('initialized Vault with 5 key shares');
        expect(changed).toContain('rotated the password of vault_admin');
        const [archived] = readdirSync(`${flow.folder}/keys-archive`);
        const file = `${flow.folder}/keys-archive/${archived ?? ''}/vault-keys.json`;
        expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(before);
        expect((await flow.psql(await flow.credential(), 'SELECT 1')).stdout.trim()).toBe('1');
      });
      it('keys that are gone: refused, and nothing is wiped', async () => {
        const folder = `${flow.folder}/keys`;
        renameSync(folder, `${folder}.aside`);
        await docker('restart', flow.deployment.vault.containerName);
        const result = await flow.cli.run('up');
        expect(result.exitCode).toBe(3);
        expect(result.stderr).toContain('Vault is initialized, but its keys are not here');
        rmSync(folder, { recursive: true, force: true });
        renameSync(`${folder}.aside`, folder);
        expect((await flow.cli.json<{ changed: string[] }>('up')).changed).toEqual(['unsealed Vault']);
      });
      it('two runs at once: one works, the other says who does, and changes nothing', async () => {
        const runs = await Promise.all([flow.cli.run('verify'), flow.cli.run('up')]);
        const [worked, refused] = runs.sort((one, other) => one.exitCode - other.exitCode);
        expect([worked.exitCode, refused.exitCode]).toEqual([0, 3]);
        expect(refused.stderr).toMatch(
          /Another run works .*: (it has just begun|'dbvault (verify|up)' \(process \d+ on .+\) holds its lock since 20)/,
        );
      });
      it('a stopped Vault: creds says that it does not answer; up starts it', async () => {
        await docker('stop', flow.deployment.vault.containerName);
        const result = await flow.cli.run('creds', 'db-app');
        expect(result.exitCode).toBe(1);
        const { port } = flow.deployment.vault;
        expect(result.stderr).toContain(`Vault did not answer (https://127.0.0.1:${port}): ECONNREFUSED`);
        const { changed } = await flow.cli.json<{ changed: string[] }>('up');
        expect(changed).toContain('unsealed Vault');
        expect(changed).not.toContain('initialized Vault with 5 key shares');
      });
    });
  },
);
