const timeoutMs = 30_000;

interface VaultRequest {
  readonly method: string;
  readonly uri: string;
  readonly headers: Record<string, string>;
  readonly json?: object;
}

/**
 * Sends one request of node-vault. Its own way, axios, would send tokens and key shares through HTTP_PROXY even
 * to a Vault on loopback; Node's fetch goes straight there, as Terraform does.
 */
async function send({ method, uri, headers, json }: VaultRequest) {
  try {
    const response = await fetch(uri, {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      body: json === undefined ? null : JSON.stringify(json),
      // A redirect would take the token to another host.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body = parse(await response.text());
    return { statusCode: response.status, body, request: { path: new URL(uri).pathname } };
  } catch (error) {
    throw new Error('No answer', { cause: reasonOf(error) });
  }
}

/** What fetch wraps the system's error code in. */
function reasonOf(error: unknown): string | undefined {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  if (name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} s`;
  return cause?.code;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** In the form that node-vault takes. */
export const vaultTransport = { defaults: () => send };
