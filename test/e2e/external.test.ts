import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { Client } from 'pg';
import { inProject } from '../../common/project';
import type { Report } from '../../review/report/report';
import { reportSchema } from '../../review/report/schema';
import { Cli } from './support/cli';
import { filesUnder, findSecrets } from './support/leak-scan';
import { docker } from './support/outside';
import { SystemsElsewhere } from './support/systems-elsewhere';

const minuteMs = 60_000;
jest.setTimeout(8 * minuteMs);
const file = 'test/e2e/deployments/e2e-external.ts';
const folder = inProject('.dbvault/e2e-external');
const systems = new SystemsElsewhere();
const secret = () => `canary-${randomBytes(12).toString('hex')}`;
const passwords = { orders: secret(), stock: secret() };
const ca = { E2E_EXTERNAL_CA: systems.caFile };
const given = { TF_VAR_orders_password: passwords.orders, TF_VAR_stock_password: passwords.stock };
/** As a run has it that is not the first: it needs no secret of anybody. */
const cli = new Cli(file, ca);
const all: Cli[] = [cli];
let token = '';

interface Changed {
  readonly changed: readonly string[];
  readonly proven: readonly string[];
}

interface Credential {
  readonly username: string;
  readonly password: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly sslmode: string;
  readonly sslrootcert: string;
}

function withVariables(variables: Record<string, string>): Cli {
  const made = new Cli(file, { ...ca, ...variables });
  all.push(made);
  return made;
}

/** As an application does, with what `creds` told it. */
async function who({ username, password, host, port, database, sslrootcert }: Credential): Promise<string> {
  const client = new Client({
    ...{ host, port, database, user: username, password },
    ssl: { ca: readFileSync(sslrootcert, 'utf8'), host },
  });
  await client.connect();
  try {
    const { rows } = await client.query<{ current_user: string }>('SELECT current_user');
    return rows[0]?.current_user ?? '';
  } finally {
    await client.end();
  }
}

const reportOf = async (...args: string[]): Promise<Report> =>
  reportSchema.parse(await cli.json('plan', ...args));

describe('a Vault and PostgreSQL servers that run elsewhere', () => {
  beforeAll(async () => {
    await systems.start();
    token = await systems.operatorToken();
  });
  afterAll(async () => {
    await withVariables({ VAULT_TOKEN: token }).run('destroy', '--yes', '--delete-data', '--force');
    await systems.remove();
    systems.removeFiles();
  });

  it('are planned with no login yet, and without a container', async () => {
    const report = await reportOf();
    expect(report.stacks.map(({ name, basis }) => `${name} ${basis}`)).toEqual([
      'access new',
      'database-orders new',
      'database-stock new',
    ]);
  });

  it('need a token of who runs Vault, that Vault takes', async () => {
    const without = await withVariables(given).run('up', '--yes');
    expect(without.exitCode).toBe(3);
    expect(without.stderr).toContain('VAULT_TOKEN is not set');
    const wrong = await withVariables({ ...given, VAULT_TOKEN: 'hvs.wrong' }).run('up', '--yes');
    expect(wrong.exitCode).toBe(3);
    expect(wrong.stderr).toContain('Vault does not take the token in VAULT_TOKEN');
  });

  it('keep a policy that somebody else has there', async () => {
    const policy = 'path "secret/x" { capabilities = ["read"] }';
    await systems.root.write('sys/policies/acl/app', { policy });
    const refused = await withVariables({ ...given, VAULT_TOKEN: token }).run('up', '--yes');
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toContain("a policy 'app'");
    expect((await systems.root.read('sys/policies/acl/app'))?.['data']).toMatchObject({ policy });
    await systems.root.delete('sys/policies/acl/app');
  });

  it('need a user of Vault in PostgreSQL, and say what makes it', async () => {
    const refused = await withVariables({ ...given, VAULT_TOKEN: token }).run('up', '--yes');
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toContain('sql/elsewhere/login.sql');
  });

  it('are brought up, and credentials work over TLS', async () => {
    await systems.prepareLogin('orders', 'vault_orders', passwords.orders);
    await systems.prepareLogin('stock', 'vault_stock', passwords.stock);
    const { changed, proven } = await withVariables({ ...given, VAULT_TOKEN: token }).json<Changed>('up');
    expect(changed).toContain('rotated the password of vault_orders');
    expect(changed).toContain('rotated the password of vault_stock');
    expect(proven).toContain('the first password of vault_orders is refused');
    for (const role of ['orders-app', 'stock-app']) {
      const credential = await cli.json<Credential>('creds', role);
      expect(credential).toMatchObject({ sslmode: 'verify-full', port: 5432 });
      expect(await who(credential)).toBe(credential.username);
    }
  });

  it('change no more, and later runs need no secret of anybody', async () => {
    expect((await cli.json<Changed>('up')).changed).toEqual([]);
    const report = await reportOf('--drift');
    expect(report).toMatchObject({ outcome: 'clean', findings: [] });
    expect(report.stacks.map(({ basis }) => basis)).toEqual(['live', 'live', 'live']);
    await cli.json('verify');
    expect((await cli.run('status')).exitCode).toBe(0);
    expect(readFileSync(`${folder}/state/access.tfstate`, 'utf8')).not.toContain('vault_audit');
  });

  it('tell what somebody changed by hand, and it is put right', async () => {
    await systems.root.write('database/roles/stock-app', { max_ttl: '999h' });
    const result = await cli.run('plan', '--drift', '--detailed-exitcode', '--json');
    expect(result.exitCode).toBe(2);
    const { drift } = reportSchema.parse(JSON.parse(result.stdout));
    expect(JSON.stringify(drift)).toContain('stock-app');
    expect((await cli.json<Changed>('up')).changed).toEqual(['applied database-stock']);
    expect((await reportOf('--drift')).outcome).toBe('clean');
  });

  it('are no servers of another CA', async () => {
    const other = await new Cli(file, { E2E_EXTERNAL_CA: 'test/unit/constructs/pgp/alice.asc' }).run(
      'status',
    );
    expect(other.exitCode).toBe(2);
  });

  it.each([
    ['unseal'],
    ['initialize'],
    ['backup'],
    ['restore', 'x'],
    ['revoke-root'],
    ['rotate-audit-log'],
    ['recover', 'keys'],
    ['recover', 'vault-volume'],
    ['recover', 'postgres-volume'],
    ['recover', 'state'],
    ['recover', 'orphans'],
  ])('have nothing to %s %s here', async (...verb) => {
    const result = await cli.run(...verb);
    expect(result.exitCode).toBe(64);
    expect(result.stderr).toContain(
      `There is nothing to ${verb.filter((word) => word !== 'x').join(' ')} here`,
    );
  });

  it('get a password again where the one of Vault is lost, once their people gave one', async () => {
    const next = secret();
    await systems.setPassword('orders', 'vault_orders', next);
    const refused = await cli.run('recover', 'connection', '--yes');
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toContain('sql/elsewhere/login.sql');
    const { changed } = await withVariables({ TF_VAR_orders_password: next }).json<Changed>(
      'recover',
      'connection',
      '--yes',
    );
    expect(changed).toContain('rotated the password of vault_orders');
    expect(changed).toContain('proved: the first password of vault_orders is refused');
    expect((await cli.json<Changed>('up')).changed).toEqual([]);
    passwords.orders = next;
  });

  it('have their secrets nowhere but where they belong', () => {
    const files = filesUnder(folder);
    const printed = { name: 'printed', text: all.flatMap((each) => each.printed).join('\n') };
    const places = [...files, ...filesUnder(inProject('cdktf.out.e2e-external')), printed];
    expect(findSecrets(places, { 'token of the operator': token })).toEqual([]);
    const elsewhere = places.filter(({ name }) => !name.includes('first-password'));
    expect(findSecrets(elsewhere, passwords)).toEqual([]);
    expect(files.length).toBeGreaterThan(5);
  });

  it('are taken down with a token alone, and nothing stays in Vault or PostgreSQL', async () => {
    await cli.json('creds', 'orders-app');
    expect((await cli.run('destroy', '--yes')).exitCode).toBe(3);
    await withVariables({ VAULT_TOKEN: token }).json('destroy', '--yes', '--delete-data');
    const mounts = (await systems.root.read('sys/mounts'))?.['data'];
    expect(mounts).not.toHaveProperty('database/');
    expect((await systems.root.read('sys/auth'))?.['data']).not.toHaveProperty('approle/');
    expect(await systems.root.list('sys/policies/acl')).toEqual(
      expect.not.arrayContaining(['app', 'plan', 'db-admin', 'app-issuer']),
    );
    for (const database of ['orders', 'stock'])
      expect(await systems.psql(database, "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'v-%'")).toBe(
        '0',
      );
    expect(existsSync(folder)).toBe(false);
    expect(await docker('ps', '--all', '--quiet', '--filter', 'label=dbvault.deployment=e2e-external')).toBe(
      '',
    );
  });
});
