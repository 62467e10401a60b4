import { Access } from '../../../constructs/access';
import { resolveDeployment, stateBlock, type StateProps } from '../../../constructs/deployment';
import { databaseStack } from '../../../constructs/names';
import { caught } from '../support/caught';
import { Synthesized } from '../support/synthesized';
import { valid } from './hostile/row';

const where = (state: StateProps) => {
  const { json } = new Synthesized(Access, { state });
  const { backend, cloud } = json.terraform as { backend?: unknown; cloud?: unknown };
  return { backend, cloud };
};

describe("the place of a stack's state", () => {
  it('is a schema of PostgreSQL, and the synthesized stack does not say how to log in', () => {
    expect(where({ pg: {} }).backend).toEqual({ pg: { schema_name: 'dbvault-plain-access' } });
  });

  it('is an object in S3, encrypted and with a lock file', () => {
    expect(where({ s3: { bucket: 'our-states', region: 'eu-central-1', prefix: 'team' } }).backend).toEqual({
      s3: {
        bucket: 'our-states',
        region: 'eu-central-1',
        key: 'team/plain/access.tfstate',
        encrypt: true,
        use_lockfile: true,
      },
    });
  });

  it('is a workspace of HCP Terraform', () => {
    expect(where({ hcp: { organization: 'ours' } })).toEqual({
      backend: undefined,
      cloud: {
        organization: 'ours',
        hostname: 'app.terraform.io',
        workspaces: { name: 'dbvault-plain-access' },
      },
    });
  });

  it.each<StateProps>([
    { pg: {} },
    { s3: { bucket: 'ours', region: 'eu-west-1' } },
    { hcp: { organization: 'ours' } },
  ])('is another one for each stack: %j', (state) => {
    const stacks = ['containers', 'access', databaseStack('a'), databaseStack('b')] as const;
    const blocks = stacks.map((stack) => JSON.stringify(stateBlock({ name: 'plain', state }, stack)));
    expect(new Set(blocks).size).toBe(stacks.length);
  });
});

const oneOf =
  "such as { pg: {} }, { s3: { bucket: 'our-states', region: 'eu-central-1' } } or { hcp: { … } }";

describe('a place that cannot be', () => {
  it.each([
    ['none', {}, `'state' ({}) must name exactly one place, ${oneOf}: choose one`],
    ['two', { pg: {}, hcp: { organization: 'ours' } }, 'must name exactly one place'],
    ['one of another kind', { file: 'x' }, "'state.file' (value not shown) is not a property"],
    ['a login in it', { pg: { conn_str: 'postgres://u:hunter2@h/d' } }, '(value not shown)'],
    ['a login as it', 'postgres://u:hunter2@h/d', `must be an object ${oneOf}`],
    ['a prefix that is none', { pg: { prefix: 'A b' } }, `'state.pg.prefix' ("A b") must be a-z`],
    ['no bucket', { s3: { region: 'eu-west-1' } }, "'state.s3.bucket' (not set)"],
    ['a region that is none', { s3: { bucket: 'ours', region: 'here' } }, `'state.s3.region' ("here")`],
    ['a host with a path', { hcp: { organization: 'ours', hostname: 'a.b/c' } }, "'state.hcp.hostname'"],
  ])('has %s', (_, state, expected) => {
    const problem = caught(() => resolveDeployment({ ...valid, state } as never));
    expect(problem).toMatchObject({ exitCode: 64, why: expect.stringContaining(expected) as string });
    expect((problem as Error).message).not.toContain('hunter2');
  });

  it('has a name that PostgreSQL would cut off', () => {
    const connection = 'c'.repeat(60);
    const long = {
      ...valid,
      connections: { [connection]: {} },
      roles: { reader: { ...valid.roles.reader, connection } },
      state: { pg: {} },
    };
    expect(caught(() => resolveDeployment(long))).toHaveProperty(
      'why',
      expect.stringContaining('longer than 63: shorten it'),
    );
  });

  it('has a name that no workspace may have', () => {
    const dotted = {
      ...valid,
      connections: { 'a.b': {} },
      roles: { reader: { ...valid.roles.reader, connection: 'a.b' } },
      state: { hcp: { organization: 'ours' } },
    };
    expect(caught(() => resolveDeployment(dotted))).toHaveProperty(
      'why',
      expect.stringContaining('without "."'),
    );
  });
});
