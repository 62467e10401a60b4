import { takeIdentity } from '../../../steps/take-identity';
import { VaultClient } from '../../../steps/vault-client';
import { applicationVault, secretIdPath } from '../support/application-vault';
import { rejected } from '../support/caught';
import { unreachableAddress } from '../support/vault-server';
import { withVault } from '../support/with-vault';

const handed = { roleId: 'the-role', wrappingToken: 'wrapping-1' };
const waiting = (path = secretIdPath) => applicationVault(new Map(), new Map([['wrapping-1', path]]));

describe('taking what was handed over', () => {
  it('looks where it was wrapped, unwraps it, and logs in', async () => {
    const { server, vault } = await withVault(waiting(), '');
    expect(await takeIdentity(vault, handed)).toEqual({ token: 's.app', ttlSeconds: 3600, uses: 0 });
    expect(server.calls).toEqual([
      'PUT sys/wrapping/lookup',
      'PUT sys/wrapping/unwrap',
      'PUT auth/approle/login',
    ]);
  });

  it.each([
    'auth/approle/role/other/secret-id',
    'auth/approle/role/app/secret-id/more',
    'sys/wrapping/wrap',
    'cubbyhole/x',
  ])('is an alarm where it was wrapped at %s, and does not unwrap it', async (path) => {
    const { server, vault } = await withVault(waiting(path), '');
    const error = await rejected(takeIdentity(vault, handed));
    expect(error).toMatchObject({ what: 'ALARM: this is not what was handed over', exitCode: 3 });
    expect((error as Error).message).toContain(path);
    expect(server.calls).toEqual(['PUT sys/wrapping/lookup']);
  });

  it('is an alarm where somebody has unwrapped it before', async () => {
    const { vault } = await withVault(applicationVault(), '');
    const error = await rejected(takeIdentity(vault, handed));
    expect(error).toMatchObject({
      what: 'ALARM: the secret_id that was handed over cannot be unwrapped',
      exitCode: 3,
    });
    expect(error).toHaveProperty('next', expect.stringContaining('npx dbvault app-identity --end-before'));
  });

  it('is the same alarm where somebody unwraps it in between', async () => {
    const answering = waiting();
    const { vault } = await withVault(
      (request) => (request.path === 'sys/wrapping/unwrap' ? { status: 400 } : answering(request)),
      '',
    );
    expect(await rejected(takeIdentity(vault, handed))).toMatchObject({
      what: 'ALARM: the secret_id that was handed over cannot be unwrapped',
      exitCode: 3,
    });
  });

  it('is no alarm where Vault is sealed, or does not answer', async () => {
    const { vault } = await withVault(() => ({ status: 503 }), '');
    expect(await rejected(takeIdentity(vault, handed))).toMatchObject({ why: 'it is sealed', exitCode: 1 });
    const nobody = new VaultClient(await unreachableAddress());
    expect(await rejected(takeIdentity(nobody, handed))).toHaveProperty('what', 'Vault did not answer');
  });

  it('says so where Vault takes no login from here', async () => {
    const { vault } = await withVault(waiting(), '');
    const error = await rejected(takeIdentity(vault, { ...handed, roleId: 'another' }));
    expect(error).toMatchObject({ what: 'Vault does not let the application log in', exitCode: 1 });
  });

  it('tells no secret', async () => {
    const errors = await Promise.all(
      [waiting('sys/wrapping/wrap'), applicationVault()].map(async (answering) =>
        rejected(takeIdentity((await withVault(answering, '')).vault, handed)),
      ),
    );
    expect(JSON.stringify(errors)).not.toContain('wrapping-1');
  });
});
