import { registerPlugin } from '../../../steps/register-plugin';
import { temporaryJournal } from '../support/temporary-journal';
import type { Answer } from '../support/vault-server';
import { withVault } from '../support/with-vault';

const plugin = { command: 'postgresql-database-plugin', sha256: 'a'.repeat(64) };
const path = 'sys/plugins/catalog/database/postgresql-database-plugin';

async function register(known: Answer) {
  const { server, vault } = await withVault(({ method }) => (method === 'GET' ? known : { status: 204 }));
  return { done: await registerPlugin(vault, temporaryJournal(), plugin), server };
}

describe('registering the plugin', () => {
  it.each([
    ['Vault knows none', { status: 404 }],
    ['Vault knows another build of it', { body: { data: { builtin: false, sha256: 'b'.repeat(64) } } }],
  ])('is done where %s', async (_, known) => {
    expect((await register(known)).done).toBe(true);
  });

  it('names its command and checksum', async () => {
    const { server } = await register({ status: 404 });
    expect(server.seen[1]).toMatchObject({ method: 'PUT', path, body: plugin });
  });

  it.each([
    ['Vault has it built in', { body: { data: { builtin: true, sha256: '' } } }],
    ['Vault knows this build', { body: { data: { builtin: false, sha256: plugin.sha256 } } }],
  ])('is not done where %s', async (_, known) => {
    const { done, server } = await register(known);
    expect([done, server.calls]).toEqual([false, [`GET ${path}`]]);
  });
});
