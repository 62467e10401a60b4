import { Agent } from 'node:https';
import axios, { type AxiosError } from 'axios';
import { readIfThere } from '../common/read-if-there';

const timeoutMs = 30_000;

/** What every request to Vault has. @throws NoAnswer where the CA's file is not there */
export function straight(caFile: string | undefined) {
  return {
    timeout: timeoutMs,
    validateStatus: () => true,
    // Straight to the address: HTTP_PROXY would get the token, even of a Vault on loopback.
    proxy: false,
    // A redirect would take the token to another host.
    maxRedirects: 0,
    ...(caFile === undefined ? {} : { httpsAgent: agentOf(caFile) }),
  } as const;
}

export interface VaultRequest {
  readonly address: string;
  readonly token: string;
  /** Whose certificates are trusted over HTTPS, and no other ones. */
  readonly caFile?: string | undefined;
  readonly method: 'GET' | 'PUT' | 'DELETE';
  /** Without `/v1/`. */
  readonly path: string;
  readonly body?: object;
  /** For how long the answer waits to be unwrapped. @default it is not wrapped */
  readonly wrapTtlSeconds?: number | undefined;
  /** @default 30 s */
  readonly timeoutMs?: number;
}

export interface VaultAnswer {
  readonly statusCode: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** No answer came; says why in a word, such as `ECONNREFUSED`. */
export class NoAnswer extends Error {
  /** Whether something answered that is not, or not yet, known as this Vault. */
  readonly isUntrusted: boolean;
  /** Whether nothing was sent, so that nothing was done either. */
  readonly isUnsent: boolean;

  constructor(code: string) {
    const reason = untrusted[code];
    super(reason ?? code);
    this.isUntrusted = reason !== undefined;
    this.isUnsent = this.isUntrusted || notConnected.includes(code);
  }

  get reason(): string {
    return this.message;
  }
}

/** Node's codes for a server that no connection was made to. */
const notConnected = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'];

const otherCa = "its certificate is not of this deployment's CA";

/** Node's codes for a server that is not trusted. */
const untrusted: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet: compare the clocks',
  CERT_SIGNATURE_FAILURE: otherCa,
  DEPTH_ZERO_SELF_SIGNED_CERT: otherCa,
  EPROTO: 'it does not speak TLS',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for other names',
  SELF_SIGNED_CERT_IN_CHAIN: otherCa,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: otherCa,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: otherCa,
};

/** One for each CA: connections are kept. */
const agents = new Map<string, Agent>();

/**
 * Sends one request to Vault.
 *
 * @throws NoAnswer; axios' own errors carry the token, so none of them leaves
 */
export async function sendToVault({
  address,
  token,
  caFile,
  method,
  path,
  body,
  wrapTtlSeconds,
  timeoutMs: ownTimeoutMs,
}: VaultRequest): Promise<VaultAnswer> {
  try {
    const { status, data } = await axios.request<unknown>({
      url: `${address}/v1/${path}`,
      method,
      headers: {
        'Content-Type': 'application/json',
        ...(token === '' ? {} : { 'X-Vault-Token': token }),
        ...(wrapTtlSeconds === undefined ? {} : { 'X-Vault-Wrap-TTL': `${wrapTtlSeconds}s` }),
      },
      data: body,
      ...straight(caFile),
      ...(ownTimeoutMs === undefined ? {} : { timeout: ownTimeoutMs }),
    });
    return { statusCode: status, body: isObject(data) ? data : {} };
  } catch (error) {
    throw noAnswer(error);
  }
}

/** Read at each request: the file may be younger than the client. */
function agentOf(caFile: string): Agent {
  const ca = readIfThere(caFile);
  if (ca === undefined) throw new NoAnswer(`there is no ${caFile} to know it by`);
  const agent = agents.get(ca) ?? new Agent({ ca, keepAlive: true });
  agents.set(ca, agent);
  return agent;
}

/** What a failed request says: axios' own error carries the token. */
export function noAnswer(error: unknown): NoAnswer {
  if (error instanceof NoAnswer) return error;
  const { code } = error as AxiosError;
  return new NoAnswer(
    code === 'ECONNABORTED' ? `no answer within ${timeoutMs / 1000} s` : (code ?? 'no connection'),
  );
}

/** What is no JSON comes as a string. */
function isObject(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null;
}
