import { VaultRequestProblem } from '../../../steps/vault-client';
import { rejected } from '../support/caught';
import { withVault } from '../support/with-vault';

const token = 's.SecretOfTheToken';
const echoed = 'password=hunter2 of SecretOfTheBody';

async function refusal(status: number, ...errors: string[]): Promise<VaultRequestProblem> {
  const { vault } = await withVault(() => ({ status, body: { errors } }), token);
  const error = await rejected(
    vault.write('database/config/pg?secret=SecretOfTheQuery', { key: 'SecretSent' }),
  );
  if (error instanceof VaultRequestProblem) return error;
  throw new Error('Another error', { cause: error });
}

describe("Vault's refusals", () => {
  it.each([
    [503, 'Vault is sealed', 'it is sealed', 'npx dbvault unseal'],
    [
      403,
      'permission denied',
      'the token is wrong, expired, or its policy does not allow this',
      'npm run up makes the identities that are missing',
    ],
    [
      500,
      'failed: FATAL: password authentication failed for user "vault_admin"',
      'PostgreSQL refuses the password that Vault holds',
      'npm run up finds out which password holds, and says what helps',
    ],
    [
      400,
      'error verifying connection: dial tcp: lookup postgres: no such host',
      'Vault cannot reach PostgreSQL',
      'npx dbvault status shows whether it runs',
    ],
    [500, 'internal error', 'it answered 500', "look at Vault's log, with docker logs"],
    [400, 'unknown', 'it answered 400', "look at Vault's log, with docker logs"],
    [307, '', 'it answered 307', "look at Vault's log, with docker logs"],
  ])('%i %j: %s, next: %s', async (status, error, why, next) => {
    expect(await refusal(status, error)).toMatchObject({ why, next });
  });

  it.each([400, 403, 404, 500, 503])('%i is kept as the status', async (status) => {
    expect((await refusal(status)).statusCode).toBe(status);
  });

  it('name the path, without its query', async () => {
    expect((await refusal(400)).what).toBe('Vault refused database/config/pg');
  });

  it('fail with exit code 1', async () => {
    expect((await refusal(400)).exitCode).toBe(1);
  });

  it.each([400, 403, 404, 500, 503])('%i tells nothing of what was sent or answered', async (status) => {
    const problem = await refusal(status, echoed, `password authentication failed: ${echoed}`);
    const all = `${JSON.stringify(problem)} ${String(problem)} ${String(problem.stack)}`;
    expect(all).not.toMatch(/Secret|hunter2/);
  });

  it('carry no cause that would tell it', async () => {
    expect(await refusal(500, echoed)).not.toHaveProperty('cause');
  });

  it.each(['not JSON', '', '{"errors":null}'])('with the body %j are told like others', async (body) => {
    const { vault } = await withVault(() => ({ status: 502, body }), token);
    expect(await rejected(vault.read('a'))).toMatchObject({
      what: 'Vault refused a',
      why: 'it answered 502',
    });
  });
});
