import { Problem } from '../../../common/problem';
import { VaultClient, VaultRequestProblem, dataOf } from '../../../steps/vault-client';
import { rejected } from '../support/caught';
import { unreachableAddress } from '../support/vault-server';
import { withVault } from '../support/with-vault';

const sealStatus = {
  initialized: true,
  sealed: true,
  progress: 1,
  t: 3,
  n: 5,
  version: '1.21.1',
  storage_type: 'raft',
};

describe('VaultClient', () => {
  it('reads with GET, under /v1', async () => {
    const { server, vault } = await withVault(() => ({ body: { data: { a: 1 } } }));
    await vault.read('secret/a');
    expect(server.calls).toEqual(['GET secret/a']);
  });

  it('returns what it read', async () => {
    const { vault } = await withVault(() => ({ body: { data: { a: 1 } } }));
    expect(await vault.read('secret/a')).toEqual({ data: { a: 1 } });
  });

  it('writes with PUT', async () => {
    const { server, vault } = await withVault(() => ({ status: 204 }));
    await vault.write('secret/a', { value: 'x' });
    expect(server.calls).toEqual(['PUT secret/a']);
  });

  it('writes JSON', async () => {
    const { server, vault } = await withVault(() => ({ status: 204 }));
    await vault.write('secret/a', { value: 'x' });
    expect(server.seen[0]?.body).toEqual({ value: 'x' });
  });

  it('takes an answer without a body for an empty one', async () => {
    const { vault } = await withVault(() => ({ status: 204 }));
    expect(await vault.write('secret/a')).toEqual({});
  });

  it('sends its token', async () => {
    const { server, vault } = await withVault(() => ({ body: {} }), 's.mine');
    await vault.read('a');
    expect(server.seen[0]?.token).toBe('s.mine');
  });

  it("sends another identity's token as that identity", async () => {
    const { server, vault } = await withVault(() => ({ body: {} }), 's.mine');
    await vault.as('s.other').read('a');
    expect(server.seen[0]?.token).toBe('s.other');
  });

  it('reads undefined where there is nothing', async () => {
    const { vault } = await withVault(() => ({ status: 404, body: { errors: [] } }));
    expect(await vault.read('secret/a')).toBeUndefined();
  });

  it('fails to write where there is nothing to write to', async () => {
    const { vault } = await withVault(() => ({ status: 404, body: { errors: ['no handler'] } }));
    expect(await rejected(vault.write('nowhere/a'))).toHaveProperty('statusCode', 404);
  });

  it('tells the seal status in its own words', async () => {
    const { vault } = await withVault(() => ({ body: sealStatus }));
    expect(await vault.sealStatus()).toEqual({
      initialized: true,
      sealed: true,
      progress: 1,
      threshold: 3,
      shares: 5,
      version: '1.21.1',
    });
  });

  it.each(['<html>It works</html>', '{}', '[]', '', 'null'])('does not take %j for Vault', async (body) => {
    const { server, vault } = await withVault(() => ({ body }));
    expect(await rejected(vault.sealStatus())).toMatchObject({
      what: 'What answers is not Vault',
      where: server.address,
    });
  });

  it('is answered on sys/health whatever the state is', async () => {
    const { vault } = await withVault(() => ({ status: 503, body: { sealed: true } }));
    expect(await vault.read('sys/health')).toEqual({ sealed: true });
  });

  it('says that nothing answers, and where', async () => {
    const address = await unreachableAddress();
    const problem = await rejected(new VaultClient(address).sealStatus());
    expect(problem).toMatchObject({ what: 'Vault did not answer', where: address, why: 'ECONNREFUSED' });
  });

  it('names the commands that help where nothing answers', async () => {
    const problem = await rejected(new VaultClient(await unreachableAddress()).sealStatus());
    expect(problem).toHaveProperty('next', 'npx dbvault status shows what runs; npm run up starts it');
  });

  it('tells an unreachable Vault from a refusal', async () => {
    const problem = await rejected(new VaultClient(await unreachableAddress()).sealStatus());
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).not.toBeInstanceOf(VaultRequestProblem);
  });
});

describe('dataOf', () => {
  it('is the data of an answer', () => expect(dataOf({ data: { a: 1 } })).toEqual({ a: 1 }));
  it('is empty where there is none', () => expect(dataOf({})).toEqual({}));
});
