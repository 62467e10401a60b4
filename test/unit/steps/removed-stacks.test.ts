import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inProject } from '../../../common/project';
import { databaseStack, deploymentFolder, stateFile } from '../../../constructs/names';
import { removedStacks } from '../../../steps/removed-stacks';

const deployment = `unit-removed-${process.pid}`;

function stateOf(...files: string[]): void {
  const folder = dirname(inProject(stateFile(deployment, 'access')));
  mkdirSync(folder, { recursive: true });
  for (const file of files) writeFileSync(`${folder}/${file}`, '{}');
}

afterEach(() => rmSync(inProject(deploymentFolder(deployment)), { recursive: true, force: true }));

describe('stacks that are declared no more', () => {
  it('are none where nothing was applied yet', () => {
    expect(removedStacks(deployment, [databaseStack('orders')])).toEqual([]);
  });

  it('are those of connections with a state and no declaration, in the order of their names', () => {
    const states = ['stock', 'orders', 'a.b'].map((name) => `database-${name}.tfstate`);
    stateOf('containers.tfstate', 'access.tfstate', ...states);
    expect(removedStacks(deployment, [databaseStack('orders')])).toEqual(['database-a.b', 'database-stock']);
    expect(removedStacks(deployment, ['a.b', 'orders', 'stock'].map(databaseStack))).toEqual([]);
  });

  it('are no backups, locks and states that were set aside', () => {
    stateOf('database-a.tfstate.backup', '.database-a.tfstate.lock.info', 'database-a.tfstate.damaged');
    expect(removedStacks(deployment, [])).toEqual([]);
  });
});
