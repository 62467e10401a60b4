import { raftNodes, removePeer, whyNotWhole } from '../../../steps/raft-nodes';
import { withVault } from '../support/with-vault';

const server = (status: string, healthy = true) => ({ status, healthy });
const state = {
  vault: server('leader'),
  'vault-2': server('voter'),
  'vault-3': server('non-voter'),
};

describe('the nodes of Vault', () => {
  it('are told as the leader sees them', async () => {
    const { vault } = await withVault(() => ({ body: { data: { servers: state } } }));
    const found = await raftNodes(vault);
    expect(found.map(({ name, isVoter, isLeader }) => [name, isVoter, isLeader])).toEqual([
      ['vault', true, true],
      ['vault-2', true, false],
      ['vault-3', false, false],
    ]);
  });

  it.each([
    ['all vote', { ...state, 'vault-3': server('voter') }, []],
    ['one has no vote yet', state, ['vault-3 has no vote yet']],
    ['one lags', { ...state, 'vault-3': server('voter', false) }, ['vault-3 does not keep up']],
    ['one never joined', { vault: server('leader'), 'vault-2': server('voter') }, ['vault-3 has not joined']],
    [
      'one is not declared',
      { ...state, 'vault-3': server('voter'), old: server('voter') },
      ['old is known, and not declared'],
    ],
  ])('%s', async (_, servers, why) => {
    const { vault } = await withVault(() => ({ body: { data: { servers } } }));
    expect(whyNotWhole(['vault', 'vault-2', 'vault-3'], await raftNodes(vault))).toEqual(why);
  });

  it.each([
    ['is taken off the list', 'vault-2', true],
    ['is not, where it is not on it', 'vault-9', false],
  ])('%s', async (_, name, was) => {
    const { vault, server: fake } = await withVault(({ method }) =>
      method === 'GET'
        ? { body: { data: { config: { servers: [{ node_id: 'vault-2' }] } } } }
        : { status: 204 },
    );
    expect(await removePeer(vault, name)).toBe(was);
    const sent = fake.seen.filter(({ method }) => method === 'PUT').map(({ body }) => body);
    expect(sent).toEqual(was ? [{ server_id: name }] : []);
  });
});
