import { forgetConnections } from '../../../steps/forget-connections';
import { rejected } from '../support/caught';
import { withVault } from '../support/with-vault';

describe('forgetting connections', () => {
  it('deletes each of the mount', async () => {
    const { server, vault } = await withVault(({ method }) =>
      method === 'DELETE' ? { status: 204 } : { body: { data: { keys: ['one', 'two'] } } },
    );
    await forgetConnections(vault, 'db');
    expect(server.calls).toEqual(['GET db/config?list=true', 'DELETE db/config/one', 'DELETE db/config/two']);
  });

  it('has nothing to do where an earlier run did it', async () => {
    const { server, vault } = await withVault(() => ({ status: 404 }));
    await forgetConnections(vault, 'db');
    expect(server.calls).toEqual(['GET db/config?list=true']);
  });

  it('fails where Vault refuses', async () => {
    const { vault } = await withVault(({ method }) =>
      method === 'DELETE' ? { status: 403 } : { body: { data: { keys: ['one'] } } },
    );
    expect(await rejected(forgetConnections(vault, 'db'))).toHaveProperty('statusCode', 403);
  });
});
