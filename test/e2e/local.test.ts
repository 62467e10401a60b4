import { randomBytes } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
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
      it('a wrong token: creds says so, up makes a new one', async () => {
        const token = flow.appToken();
        writeFileSync(`${flow.folder}/keys/app-token`, 'hvs.not-a-token\n', { mode: 0o600 });
        const result = await flow.cli.run('creds', 'db-app');
        expect(result.exitCode).toBe(1);
        expect(result.stderr).toContain('the token is wrong, expired');
        expect(result.stderr).not.toContain('hvs.not-a-token');
        const { changed } = await flow.cli.json<{ changed: string[] }>('up');
        expect(changed).toEqual(["made the application's token"]);
        expect(flow.appToken()).not.toBe(token);
      });
      it('a mount that the state does not know: refused, nothing changed', async () => {
        const state = `${flow.folder}/state/database.tfstate`;
        renameSync(state, `${state}.aside`);
        const result = await flow.cli.run('up');
        expect(result.exitCode).toBe(3);
        expect(result.stderr).toContain("There is a mount 'database' that this deployment did not make");
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
      it('a stopped Vault: creds says that it does not answer; up starts it', async () => {
        await docker('stop', flow.deployment.vault.containerName);
        const result = await flow.cli.run('creds', 'db-app');
        expect(result.exitCode).toBe(1);
        expect(result.stderr).toContain('Vault did not answer (http://127.0.0.1:18200): ECONNREFUSED');
        const { changed } = await flow.cli.json<{ changed: string[] }>('up');
        expect(changed).toContain('unsealed Vault');
        expect(changed).not.toContain('initialized Vault with 5 key shares');
      });
    });
  },
);
