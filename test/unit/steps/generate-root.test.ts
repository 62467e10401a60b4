import { generateRoot, tokenWorks } from '../../../steps/generate-root';
import { ceremonyVault } from '../support/ceremony-vault';
import { rejected } from '../support/caught';
import { withVault } from '../support/with-vault';

const right = ['a', 'b', 'c'];
const token = 'hvs.a-token-of-some-letters';

describe('generate root', () => {
  it('decodes the token that Vault made', async () => {
    const { vault } = await withVault(ceremonyVault({ right, threshold: 3, token }));
    expect(await generateRoot(vault, [right])).toEqual({ token, shares: right });
  });

  it('tries the token before it gives it out', async () => {
    const { server, vault } = await withVault(ceremonyVault({ right, threshold: 3, token }));
    await generateRoot(vault, [right]);
    expect(server.seen.at(-1)).toMatchObject({ path: 'auth/token/lookup-self', token });
  });

  it('says so where Vault does not take it', async () => {
    const working = ceremonyVault({ right, threshold: 3, token });
    const { vault } = await withVault((request) =>
      request.path === 'auth/token/lookup-self' ? { status: 403 } : working(request),
    );
    const error = await rejected(generateRoot(vault, [right]));
    expect(error).toHaveProperty('what', 'Vault does not take the root token that it made');
    expect(String(error)).not.toContain(token);
  });

  it("refuses shares that are not this Vault's, and cancels", async () => {
    const { server, vault } = await withVault(ceremonyVault({ right, threshold: 3, token }));
    expect(await rejected(generateRoot(vault, [['a', 'b', 'x']]))).toHaveProperty('exitCode', 3);
    expect(server.calls.at(-1)).toBe('DELETE sys/generate-root/attempt');
  });
});

describe('whether a token works', () => {
  it.each([
    [200, true],
    [403, false],
  ])('%i: %s', async (status, works) => {
    const { vault } = await withVault(() => ({ status, body: { data: {} } }));
    expect(await tokenWorks(vault, 's.any')).toBe(works);
  });

  it('is not known where Vault is sealed', async () => {
    const { vault } = await withVault(() => ({ status: 503 }));
    expect(await rejected(tokenWorks(vault, 's.any'))).toHaveProperty('statusCode', 503);
  });
});
