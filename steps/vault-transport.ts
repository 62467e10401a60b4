const timeoutMs = 30_000;

export interface VaultRequest {
  readonly address: string;
  readonly token: string;
  readonly method: 'GET' | 'PUT';
  /** Without `/v1/`. */
  readonly path: string;
  readonly body?: object;
}

export interface VaultAnswer {
  readonly statusCode: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** No answer came; says why in a word, such as `ECONNREFUSED`. */
export class NoAnswer extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}

/**
 * Sends one request to Vault, with Node's fetch: it goes straight to the address, where clients that honour
 * HTTP_PROXY would send tokens and key shares to the proxy, even for a Vault on loopback.
 *
 * @throws NoAnswer
 */
export async function sendToVault({
  address,
  token,
  method,
  path,
  body,
}: VaultRequest): Promise<VaultAnswer> {
  try {
    const response = await fetch(`${address}/v1/${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', ...(token === '' ? {} : { 'X-Vault-Token': token }) },
      body: body === undefined ? null : JSON.stringify(body),
      // A redirect would take the token to another host.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { statusCode: response.status, body: parse(await response.text()) };
  } catch (error) {
    throw new NoAnswer(reasonOf(error));
  }
}

/** What fetch wraps the system's error code in. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  if (name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} s`;
  return cause?.code ?? 'no connection';
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return (JSON.parse(text) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}
