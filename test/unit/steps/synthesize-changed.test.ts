import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from '../../../common/project';
import { outputFolder, stackFolder, type StackName } from '../../../constructs/names';
import { openSession } from '../../../cli/session';
import { synthesizeStacks } from '../../../cli/synthesize-stacks';
import { synthesizeInto } from '../../../steps/synthesize';
import { temporaryFolder } from '../support/temporary-folder';

const name = 'unit-synth-changed';
const stacks: readonly StackName[] = ['access', 'containers', 'database-one', 'database-two'];

/** A deployment with two connections; a role of the second one has this TTL. */
function deploymentWith(ttlSeconds: number, more = ''): string {
  const role = (connection: string, ttl: number) =>
    `{ connection: '${connection}', creationSql: 'sql/readonly.sql', defaultTtlSeconds: ${ttl} }`;
  const connection = (of: string) => `{ database: '${of}', username: 'vault_${of}' }`;
  const file = join(temporaryFolder(), 'deployment.ts');
  writeFileSync(
    file,
    `export const deployment = { name: '${name}',
      connections: { one: ${connection('one')}, two: ${connection('two')} },
      roles: { 'of-one': ${role('one', 600)}, 'of-two': ${role('two', ttlSeconds)} }, ${more} };`,
  );
  return file;
}

const synthesizeAll = async (file: string) =>
  synthesizeStacks(openSession({ deployment: file, json: false }));
const fileOf = (stack: StackName) => inProject(join(stackFolder(name, stack), 'cdk.tf.json'));
const contents = () => new Map(stacks.map((stack) => [stack, readFileSync(fileOf(stack), 'utf8')]));

/** The stacks that are written by some work. */
async function writtenBy(work: () => Promise<unknown>): Promise<StackName[]> {
  const timeOf = (stack: StackName) =>
    statSync(fileOf(stack), { bigint: true, throwIfNoEntry: false })?.mtimeNs;
  const before = new Map(stacks.map((stack) => [stack, timeOf(stack)]));
  await work();
  return stacks.filter((stack) => before.get(stack) !== timeOf(stack));
}

describe('a synthesis of what changed', () => {
  const clean = () => rmSync(inProject(outputFolder(name)), { recursive: true, force: true });
  beforeAll(async () => {
    clean();
    await synthesizeAll(deploymentWith(900));
  }, 60_000);
  afterAll(clean);

  it('writes nothing where nothing changed', async () => {
    expect(await writtenBy(async () => synthesizeAll(deploymentWith(900)))).toEqual([]);
  });

  it('writes what a full one writes, and no other connection, where a role changed', async () => {
    const changed = deploymentWith(1200);
    const written = await writtenBy(async () => synthesizeAll(changed));
    expect(written).toEqual(['access', 'containers', 'database-two']);
    const partly = contents();
    await synthesizeInto(inProject(outputFolder(name)), changed);
    expect(partly).toEqual(contents());
    expect(partly.get('database-two')).toContain('1200');
  });

  it('writes again what somebody edited', async () => {
    await synthesizeAll(deploymentWith(900));
    const before = contents();
    writeFileSync(fileOf('database-one'), '{}');
    expect(await writtenBy(async () => synthesizeAll(deploymentWith(900)))).toEqual(['database-one']);
    expect(contents()).toEqual(before);
  });

  it('tells each time what a deployment breaks', async () => {
    const broken = deploymentWith(900, "tls: 'off'");
    const first = await synthesizeAll(broken);
    expect(first).not.toEqual([]);
    expect(await synthesizeAll(broken)).toEqual(first);
  });
});
