import { auditState } from '../../../steps/audit-log';
import { fakeProgram } from '../support/fake-program';
import type { Answer } from '../support/vault-server';
import { withVault } from '../support/with-vault';

const id = 'f560bc29-09cd-6ad4-4416-f11da6111794';
const answered = { body: { request_id: id, data: { policies: ['app'] } } };
const other = '{"request":{"id":"another"}}';
const own = `{"request":{"id":"${id}"}}`;

/** Docker as it answers for a container whose two devices wrote these entries last. */
async function stateOf(answer: Answer, file: string, log: string) {
  const size = `printf '%s\\n' '${file}' 3072 'Filesystem 1024-blocks Used Available Capacity Mounted on' '/dev/vda 100 40 60 40% /vault/logs'`;
  fakeProgram('docker', `case $1 in exec) ${size} ;; logs) printf '%s\\n' '${log}' ;; esac`);
  const { vault } = await withVault(() => answer);
  return auditState(() => Promise.resolve(vault), 'vault');
}

describe('the state of the audit devices', () => {
  it.each([
    ['both wrote', own, own, [true, true]],
    ['the file is blocked', other, own, [false, true]],
    ["the container's log is blocked", own, other, [true, false]],
  ])('%s the entry of the request that was just made', async (_, file, log, expected) => {
    const state = await stateOf(answered, file, log);
    expect([state?.fileWrites, state?.logWrites]).toEqual(expected);
  });

  it("tells the file's size and what is left on its disk", async () => {
    expect(await stateOf(answered, own, own)).toMatchObject({ fileBytes: 3072, freeBytes: 60 * 1024 });
  });

  it('is that neither writes where Vault refuses everything', async () => {
    const state = await stateOf({ status: 500, body: { errors: ['internal error'] } }, other, other);
    expect([state?.fileWrites, state?.logWrites]).toEqual([false, false]);
  });

  it.each([
    ['is sealed', 503],
    ['refuses the token', 403],
  ])('cannot be told where Vault %s', async (_, status) => {
    expect(await stateOf({ status, body: { errors: ['no'] } }, own, own)).toBeUndefined();
  });

  it('cannot be told where nobody is there to ask', async () => {
    expect(await auditState(() => Promise.resolve(undefined), 'vault')).toBeUndefined();
  });

  it('cannot be told where nothing answers', async () => {
    const { server, vault } = await withVault(() => answered);
    await server.stop();
    expect(await auditState(() => Promise.resolve(vault), 'vault')).toBeUndefined();
  });
});
