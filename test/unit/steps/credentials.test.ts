import { issueCredential, revokeLease } from '../../../steps/credentials';
import { rejected } from '../support/caught';
import { withVault } from '../support/with-vault';

const answer = {
  lease_id: 'database/creds/db-app/x',
  lease_duration: 3600,
  data: { username: 'v-app', password: 'p' },
};

describe('a credential', () => {
  it("is read from its role's path", async () => {
    const { server, vault } = await withVault(() => ({ body: answer }));
    await issueCredential(vault, 'team/db', 'db-app');
    expect(server.calls).toEqual(['GET team/db/creds/db-app']);
  });

  it('is a user with a password and a lease', async () => {
    const { vault } = await withVault(() => ({ body: answer }));
    expect(await issueCredential(vault, 'database', 'db-app')).toEqual({
      username: 'v-app',
      password: 'p',
      leaseId: 'database/creds/db-app/x',
      leaseDurationSeconds: 3600,
    });
  });

  it('is none where there is no such mount', async () => {
    const { vault } = await withVault(() => ({ status: 404 }));
    expect(await rejected(issueCredential(vault, 'database', 'nobody'))).toMatchObject({
      name: 'Problem',
      what: 'Vault has nothing at database/creds/nobody',
    });
  });

  it('is given back before Vault answers', async () => {
    const { server, vault } = await withVault(() => ({ status: 204 }));
    await revokeLease(vault, 'database/creds/db-app/x');
    expect(server.seen[0]).toMatchObject({
      method: 'PUT',
      path: 'sys/leases/revoke',
      body: { lease_id: 'database/creds/db-app/x', sync: true },
    });
  });
});
