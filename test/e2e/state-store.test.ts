import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { inProject } from '../../common/project';
import { outputFolder, stackFolder } from '../../constructs/names';
import { RemoteState } from '../../steps/state-store';
import type { TerraformCommand } from '../../steps/run-terraform';
import { TerraformStack } from '../../steps/terraform-stack';
import { remove, start, toolChain } from './hostile-input/support/container';
import { docker } from './support/outside';

jest.setTimeout(180_000);
const port = 19_210;
const network = 'e2e-backend-store';
const deployment = 'e2e-backend-store';
const password = `canary-${randomBytes(12).toString('hex')}`;
const connectionString = `postgres://postgres:${password}@127.0.0.1:${port}/postgres?sslmode=disable`;
const work = mkdtempSync(join(tmpdir(), 'dbvault-store-'));
let server = '';
let terraform: TerraformCommand = {
  engine: 'Terraform',
  command: 'terraform',
  env: {},
  stateLogin: { PG_CONN_STR: connectionString },
};

const block = (schema: string) => ({ backend: { pg: { schema_name: schema } } });
const storeIn = (schema: string) =>
  new RemoteState({ terraform, block: block(schema), folder: join(work, schema), place: schema });

async function inState(sql: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  await client.query(sql);
  await client.end();
}

interface Head {
  readonly lineage: string;
  readonly resources: readonly { readonly type: string }[];
}

const headOf = (store: RemoteState) => JSON.parse(store.current() ?? '{}') as Head;

/** A stack that needs no provider but Terraform's own. */
function stackIn(schema: string, input: string): TerraformStack {
  const folder = inProject(stackFolder(deployment, 'access'));
  mkdirSync(folder, { recursive: true });
  const resource = { terraform_data: { made: { input } } };
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify({ terraform: block(schema), resource }));
  return new TerraformStack(terraform, deployment, 'access', storeIn(schema));
}

describe('a state in PostgreSQL, with Terraform alone', () => {
  beforeAll(async () => {
    const tools = await toolChain();
    terraform = { ...terraform, command: tools.terraform, env: tools.env };
    await docker('network', 'create', network).catch(() => undefined);
    server = await start(
      [
        ...['--network', network, '--publish', `127.0.0.1:${port}:5432`],
        ...['--env', `POSTGRES_PASSWORD=${password}`, tools.images.postgres],
      ],
      ['pg_isready', '-h', '127.0.0.1'],
    );
  });
  afterAll(async () => {
    await remove(server);
    await docker('network', 'rm', network);
    rmSync(work, { recursive: true });
    rmSync(inProject(outputFolder(deployment)), { recursive: true, force: true });
    rmSync(inProject(`.dbvault/${deployment}`), { recursive: true, force: true });
  });

  it('is known again wherever it was moved to', async () => {
    const stack = stackIn('one', 'first');
    await stack.init();
    expect(stack.isNew).toBe(true);
    expect(await stack.plan({})).toBe(true);
    await stack.apply({});
    expect(stack.isNew).toBe(false);
    const [one, two] = [storeIn('one'), storeIn('two')];
    await one.load();
    await two.replace(one.current() ?? '');
    expect(headOf(two).lineage).toBe(headOf(one).lineage);
    expect(headOf(two).resources.map(({ type }) => type)).toEqual(['terraform_data']);
    await one.replace(two.current() ?? '');
    expect(headOf(one).lineage).toBe(headOf(two).lineage);
  });

  it('is none when it was cleared', async () => {
    const two = storeIn('two');
    await two.clear();
    expect(two.current()).toBeUndefined();
  });

  it('that could not be written is written by the next run', async () => {
    const stack = stackIn('one', 'second');
    await stack.init();
    expect(await stack.plan({})).toBe(true);
    await inState(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the disk is full'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON one.states FOR EACH ROW EXECUTE FUNCTION refuse()`);
    await expect(stack.apply({})).rejects.toThrow('the disk is full');
    const unwritten = join(inProject(stackFolder(deployment, 'access')), 'errored.tfstate');
    expect(existsSync(unwritten)).toBe(true);
    await inState('DROP TRIGGER refuse ON one.states; DROP FUNCTION refuse');
    const next = stackIn('one', 'second');
    await next.init();
    expect(existsSync(unwritten)).toBe(false);
    expect(await next.plan({})).toBe(false);
  });

  it('is told without the password where it cannot be reached', async () => {
    const wrong = {
      ...terraform,
      stateLogin: { PG_CONN_STR: connectionString.replace(password, `${password}x`) },
    };
    const store = new RemoteState({
      terraform: wrong,
      block: block('one'),
      folder: join(work, 'w'),
      place: 'p',
    });
    const error = await store.load().catch((thrown: unknown) => thrown as Error);
    expect(String(error)).toContain('password authentication failed');
    expect(String(error)).not.toContain(password);
  });
});
