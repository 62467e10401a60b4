import { vaultApi } from './outside';

/** Of each Vault, by port: it knows one generation of a root token at a time. */
const queues = new Map<number, Promise<unknown>>();

/**
 * Works as root, as somebody with enough key shares does: with a token that is made for this alone, and ended.
 *
 * @param shares those of the key store, or others that open this Vault
 */
export async function withRoot<T>(
  port: number,
  shares: readonly string[],
  work: (token: string) => Promise<T>,
): Promise<T> {
  const before = queues.get(port) ?? Promise.resolve();
  const result = before.then(async () => {
    const token = await generateRoot(port, shares);
    try {
      return await work(token);
    } finally {
      await vaultApi(port, token, 'auth/token/revoke-self', 'PUT');
    }
  });
  queues.set(
    port,
    result.catch(() => undefined),
  );
  return result;
}

async function generateRoot(port: number, shares: readonly string[]): Promise<string> {
  const attempt = 'sys/generate-root/attempt';
  const { nonce: old } = (await vaultApi(port, '', attempt)).body;
  await vaultApi(port, '', attempt, 'DELETE', { nonce: old });
  const { nonce, otp } = (await vaultApi(port, '', attempt, 'PUT', {})).body;
  let encoded = '';
  for (const key of shares) {
    const { body } = await vaultApi(port, '', 'sys/generate-root/update', 'PUT', { key, nonce });
    encoded = String(body['encoded_token']);
    if (body['complete'] === true) break;
  }
  const pad = Buffer.from(String(otp));
  return Buffer.from(
    Buffer.from(encoded, 'base64').map((byte, index) => byte ^ (pad[index] ?? 0)),
  ).toString();
}
