import { mountDescription } from '../../../constructs/names';
import { ownMounts } from '../../../steps/own-mounts';
import { withVault } from '../support/with-vault';

const mounts = {
  'ours/': { type: 'database', description: mountDescription('local') },
  'moved/ours/': { type: 'database', description: mountDescription('local') },
  'nameless/': { type: 'database', description: '' },
  'others/': { type: 'database', description: mountDescription('seed') },
  'named/': { type: 'database', description: 'by hand' },
  'kv/': { type: 'kv', description: mountDescription('local') },
};

async function found(...knownToState: string[]): Promise<string[]> {
  const { vault } = await withVault(() => ({ body: { data: mounts } }));
  return ownMounts(vault, 'local', knownToState);
}

describe("a deployment's own mounts", () => {
  it('are those whose description says so', async () => {
    expect(await found()).toEqual(['ours', 'moved/ours']);
  });

  it('are also those without a description that the state knows', async () => {
    expect(await found('nameless')).toEqual(['ours', 'moved/ours', 'nameless']);
  });

  it('are never those that say something else, whatever the state knows', async () => {
    expect(await found('others', 'named', 'kv')).toEqual(['ours', 'moved/ours']);
  });
});
