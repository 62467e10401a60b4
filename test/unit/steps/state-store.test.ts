import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalState, RemoteState } from '../../../steps/state-store';
import { rejected } from '../support/caught';
import { fakeProgram } from '../support/fake-program';
import { temporaryFolder } from '../support/temporary-folder';

const state = (serial: number, ...types: string[]) =>
  JSON.stringify({
    version: 4,
    serial,
    lineage: 'l',
    outputs: {},
    resources: types.map((type) => ({ type })),
  });

/** A state behind a Terraform that keeps it in a file. */
function remote(text: string) {
  const place = join(temporaryFolder(), 'state');
  writeFileSync(place, text);
  const script = `[ "$1 $2" = 'state pull' ] && cat ${place}; [ "$1 $2" = 'state push' ] && cat > ${place}; exit 0`;
  const store = new RemoteState({
    terraform: { engine: 'Terraform', command: fakeProgram('terraform', script), env: {} },
    block: { backend: { pg: {} } },
    folder: join(temporaryFolder(), 'work'),
    place: 'the place',
  });
  return {
    store,
    kept: () => JSON.parse(readFileSync(place, 'utf8')) as { serial: number; resources: unknown[] },
  };
}

describe('a state that is elsewhere', () => {
  it.each([
    ['that was never written', ''],
    ['that knows of nothing', state(0)],
  ])('%s is none', async (_, text) => {
    const { store } = remote(text);
    await store.load();
    expect(store.current()).toBeUndefined();
  });

  it('is replaced by an older one under a newer number', async () => {
    const { store, kept } = remote(state(7, 'vault_mount'));
    await store.replace(state(3, 'vault_policy'));
    expect(kept()).toMatchObject({ serial: 8, resources: [{ type: 'vault_policy' }] });
    expect(store.current()).toContain('vault_policy');
  });

  it('is cleared to one that knows of nothing', async () => {
    const { store, kept } = remote(state(7, 'vault_mount'));
    await store.clear();
    expect(kept()).toMatchObject({ serial: 8, resources: [] });
    expect(store.current()).toBeUndefined();
  });

  it('that cannot be read is told without what opens it', async () => {
    const login = { PG_CONN_STR: 'postgres://u:hunter2pass@h/d' };
    const script = 'echo "Error: no $PG_CONN_STR, no hunter2pass" >&2; exit 1';
    const store = new RemoteState({
      terraform: {
        engine: 'Terraform',
        command: fakeProgram('terraform', script),
        env: {},
        stateLogin: login,
      },
      block: {},
      folder: join(temporaryFolder(), 'work'),
      place: 'the place',
    });
    expect(await rejected(store.load())).toMatchObject({
      where: 'the place',
      why: 'Error: no [secret], no [secret]',
    });
  });
});

describe('a state in a file', () => {
  it('is replaced and cleared', async () => {
    const store = new LocalState(join(temporaryFolder(), 'state', 'x.tfstate'));
    expect(store.current()).toBeUndefined();
    await store.replace(state(1));
    expect(store.current()).toBe(state(1));
    await store.clear();
    expect(store.current()).toBeUndefined();
  });
});
