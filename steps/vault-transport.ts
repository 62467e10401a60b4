import axios, { type AxiosError } from 'axios';

const timeoutMs = 30_000;

/** What every request to Vault has. */
export const straight = {
  timeout: timeoutMs,
  validateStatus: () => true,
  // Straight to the address: HTTP_PROXY would get the token, even of a Vault on loopback.
  proxy: false,
  // A redirect would take the token to another host.
  maxRedirects: 0,
} as const;

export interface VaultRequest {
  readonly address: string;
  readonly token: string;
  readonly method: 'GET' | 'PUT' | 'DELETE';
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
 * Sends one request to Vault.
 *
 * @throws NoAnswer; axios' own errors carry the token, so none of them leaves
 */
export async function sendToVault({
  address,
  token,
  method,
  path,
  body,
}: VaultRequest): Promise<VaultAnswer> {
  try {
    const { status, data } = await axios.request<unknown>({
      url: `${address}/v1/${path}`,
      method,
      headers: { 'Content-Type': 'application/json', ...(token === '' ? {} : { 'X-Vault-Token': token }) },
      data: body,
      ...straight,
    });
    return { statusCode: status, body: isObject(data) ? data : {} };
  } catch (error) {
    throw noAnswer(error);
  }
}

/** What a failed request says: axios' own error carries the token. */
export function noAnswer(error: unknown): NoAnswer {
  const { code } = error as AxiosError;
  return new NoAnswer(
    code === 'ECONNABORTED' ? `no answer within ${timeoutMs / 1000} s` : (code ?? 'no connection'),
  );
}

/** What is no JSON comes as a string. */
function isObject(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null;
}
