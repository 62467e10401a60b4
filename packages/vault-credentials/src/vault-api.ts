import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import axios from 'axios';
import { VaultCredentialsError } from './error';

export interface VaultApiProps {
  /** `https://vault:8200`; of several nodes each one's, in the order in which they are tried. */
  readonly address: string | readonly string[];
  /** PEM file of the CA that is trusted, and no other one. Read again where it changes. @default Node's CAs */
  readonly caFile?: string | undefined;
}

export interface VaultRequest {
  readonly method: 'GET' | 'PUT';
  /** Without `/v1/`. */
  readonly path: string;
  readonly token?: string;
  readonly body?: object;
}

export type VaultBody = Readonly<Record<string, unknown>>;

/** Codes of Node's for a server to which nothing was sent. */
const notConnected = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'];

/**
 * Vault's HTTP API, at the node that answered last. axios' own errors carry the token, so none of them leaves.
 */
export class VaultApi {
  timeoutSeconds = 10;
  #agent: { readonly ca: string; readonly agent: Agent } | undefined;

  readonly #addresses: readonly string[];
  #current = 0;

  constructor(private readonly props: VaultApiProps) {
    this.#addresses = [props.address].flat();
  }

  /** Where the next request goes first. */
  get address(): string {
    return this.#addresses[this.#current] ?? '';
  }

  /**
   * Sends a request. A node that was not reached, or is sealed, has done nothing with it: then the next one gets it. One
   * that answers otherwise may have, so that another try, at the next node, is the caller's.
   *
   * @throws VaultCredentialsError
   */
  async send(request: VaultRequest): Promise<VaultBody> {
    for (let left = this.#addresses.length - 1; ; left -= 1) {
      try {
        return await this.#sendTo(this.address, request);
      } catch (error) {
        if (!(error instanceof VaultCredentialsError) || !error.isTransient) throw error;
        this.#current = (this.#current + 1) % this.#addresses.length;
        if (left === 0 || !(error instanceof NothingDone)) throw error;
      }
    }
  }

  async #sendTo(address: string, { method, path, token, body }: VaultRequest): Promise<VaultBody> {
    const httpsAgent = this.#trusting();
    const { status, data } = await axios
      .request<unknown>({
        url: `${address}/v1/${path}`,
        method,
        headers: token === undefined ? {} : { 'X-Vault-Token': token },
        data: body,
        timeout: this.timeoutSeconds * 1000,
        // HTTP_PROXY would get the token, and a redirect take it to another host.
        proxy: false,
        maxRedirects: 0,
        validateStatus: () => true,
        ...(httpsAgent === undefined ? {} : { httpsAgent }),
      })
      .catch((error: unknown) => {
        throw this.#noAnswer((error as { code?: string }).code ?? 'no connection');
      });
    if (status === 200 || status === 204) return isObject(data) ? data : {};
    throw this.#refused(path, status, data);
  }

  #trusting(): Agent | undefined {
    const { caFile } = this.props;
    if (caFile === undefined) return undefined;
    let ca;
    try {
      ca = readFileSync(caFile, 'utf8');
    } catch {
      throw this.#noAnswer(`the CA's file ${caFile} cannot be read`);
    }
    if (this.#agent?.ca !== ca) this.#agent = { ca, agent: new Agent({ ca, keepAlive: true }) };
    return this.#agent.agent;
  }

  #noAnswer(reason: string): VaultCredentialsError {
    const kind = notConnected.includes(reason) ? NothingDone : VaultCredentialsError;
    return new kind('unreachable', `Vault (${this.address}) does not answer: ${reason}`);
  }

  #refused(path: string, status: number, data: unknown): VaultCredentialsError {
    const at = `Vault (${this.address})`;
    if (status === 503) return new NothingDone('sealed', `${at} is sealed`);
    // A node that only stands by, and cannot hand the request on.
    if (status === 307) return new NothingDone('unavailable', `${at} sends to another node`);
    if (status === 403) {
      const why = 'its token is wrong or has ended, or its policy does not allow this';
      return new VaultCredentialsError('denied', `${at} denies ${path}: ${why}`);
    }
    if (status >= 500 || status === 429 || status === 412 || isRenewalThatFailed(data)) {
      return new VaultCredentialsError('unavailable', `${at} answers ${path} with ${status}`);
    }
    return new VaultCredentialsError('refused', `${at} refuses ${path}, with ${status}`);
  }
}

/** What failed where it is known that the request had no effect. */
class NothingDone extends VaultCredentialsError {}

function isObject(data: unknown): data is VaultBody {
  return typeof data === 'object' && data !== null;
}

/** Vault says 400 of a lease that it does not know, and of one that it could not renew since PostgreSQL is away. */
function isRenewalThatFailed(data: unknown): boolean {
  const errors = isObject(data) ? data['errors'] : undefined;
  return Array.isArray(errors) && errors.some((error) => String(error).includes('failed to renew entry'));
}

/** The `data` of an answer. */
export function dataOf(body: VaultBody): VaultBody {
  return isObject(body['data']) ? body['data'] : {};
}

/** A number that Vault must have told. @throws VaultCredentialsError */
export function numberIn(body: VaultBody, name: string): number {
  const value = body[name];
  if (typeof value === 'number') return value;
  throw new VaultCredentialsError('unavailable', `Vault's answer has no ${name}`);
}

/** A text that Vault must have told. @throws VaultCredentialsError */
export function textIn(body: VaultBody, name: string): string {
  const value = body[name];
  if (typeof value === 'string') return value;
  throw new VaultCredentialsError('unavailable', `Vault's answer has no ${name}`);
}
