import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from '../../../common/project';
import { Problem } from '../../../common/problem';
import { outputFolder } from '../../../constructs/names';
import { refuseBroken, synthesizeInto } from '../../../steps/synthesize';
import { caught } from '../support/caught';
import { temporaryFolder } from '../support/temporary-folder';

const name = 'unit-synthesize';

/** A deployment that breaks rules in each of its stacks. */
function brokenDeployment(): string {
  const file = join(temporaryFolder(), 'broken.ts');
  const roles = "{ reader: { connection: 'pg', creationSql: 'sql/readonly.sql', maxTtlSeconds: 2592000 } }";
  writeFileSync(
    file,
    `export const deployment = { name: '${name}', tls: 'off', postgres: { image: 'postgres' }, connections: { pg: {} }, roles: ${roles} };`,
  );
  return file;
}

afterAll(() => rmSync(inProject(outputFolder(name)), { recursive: true, force: true }));

describe('a synthesis that breaks guardrails', () => {
  let problem: Problem;
  let choice: string;

  beforeAll(async () => {
    choice = brokenDeployment();
    const broken = await synthesizeInto(inProject(outputFolder(name)), choice);
    problem = caught(() => refuseBroken(broken, choice)) as Problem;
  });

  it('is told as a problem with its deployment and a way out', () => {
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({
      what: 'The deployment breaks guardrails in 6 places',
      where: choice,
      next: expect.stringContaining('docs/guardrails.md') as string,
      exitCode: 1,
    });
  });

  it('is told whole: each place, of all stacks, with what to do', () => {
    const lines = problem.why?.split('\n') ?? [];
    const heads = lines
      .filter((line) => line.startsWith('  - '))
      .map((line) => line.replace(/_[0-9A-F]{8}/, ''));
    expect(heads).toEqual([
      '  - tls: provider.vault: reaches Vault over http://, in clear',
      '  - pinned-image: docker_image.postgres-image: has no tag: postgres',
      '  - tls: docker_container.vault_container: /vault/config/config.hcl has a listener of Vault with tls_disable',
      '  - tls: provider.vault: reaches Vault over http://, in clear',
      '  - tls: vault_database_secret_backend_connection.connection-pg_connection: postgresql.connection_url has no sslmode, so whoever answers is taken for PostgreSQL',
      '  - bounded-ttl: vault_database_secret_backend_role.role-reader_role: has a max_ttl of 30 days, more than 7 days',
    ]);
    expect(lines.filter((line) => /^ {4}[A-Z]/.test(line))).toHaveLength(6);
  });

  it('has no trace of where it was called', () => {
    expect(problem.why).not.toMatch(/\n {4}at |node_modules|TfToken|CDKTF_/);
  });

  it('writes its stacks all the same where that is asked for', async () => {
    const folder = join(temporaryFolder(), 'out');
    mkdirSync(folder);
    expect(await synthesizeInto(folder, brokenDeployment())).toHaveLength(6);
    for (const stack of ['containers', 'access', 'database-pg'])
      expect(existsSync(join(folder, 'stacks', stack, 'cdk.tf.json'))).toBe(true);
  });
});
