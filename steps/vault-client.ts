import { Problem } from '../common/problem';
import { downloadFromVault, uploadToVault, type FileTransfer } from './vault-stream';
import { VaultRoute } from './vault-route';
import { NoAnswer, sendToVault, type VaultAnswer, type VaultRequest } from './vault-transport';

export type VaultData = Record<string, unknown>;

export interface SealStatus {
  readonly initialized: boolean;
  readonly sealed: boolean;
  /** Shares given so far towards the threshold. */
  readonly progress: number;
  readonly threshold: number;
  readonly shares: number;
  readonly version: string;
  /** Told by an open Vault alone. */
  readonly clusterId: string | undefined;
}

/** PostgreSQL's code for a role that is not there. */
const userGone = /SQLSTATE 42704/;
const passwordRefused = /password authentication failed|is not permitted to log in/i;

const accessorGone = /invalid accessor/;

/** A request that Vault answered with an error. Carries its status and cause in words, never what Vault sent. */
export class VaultRequestProblem extends Problem {
  readonly statusCode: number;
  /** Whether PostgreSQL refused the password that Vault holds. */
  readonly isPasswordRefused: boolean;
  /** Whether it was about a PostgreSQL user that is not there. */
  readonly isUserGone: boolean;
  /** Whether it was about a token that has ended. */
  readonly isTokenGone: boolean;

  constructor(address: string, path: string, statusCode: number, message: string) {
    super({ what: `Vault refused ${path}`, where: address, ...explain(statusCode, message) });
    this.statusCode = statusCode;
    this.isPasswordRefused = passwordRefused.test(message);
    this.isUserGone = userGone.test(message);
    this.isTokenGone = accessorGone.test(message);
  }
}

/** Vault's HTTP API for one token; errors are Problems that hold no secret. Of several nodes the one that serves is asked. */
export class VaultClient {
  private readonly route: VaultRoute;

  constructor(
    /** An address, or the way to the nodes. */
    to: string | VaultRoute,
    /** For Terraform's environment, and nothing else outside this class. */
    readonly token = '',
    /** Whose certificates are trusted, and no other ones. @default none: plain HTTP */
    private readonly caFile?: string,
  ) {
    this.route = typeof to === 'string' ? new VaultRoute({ addresses: [to], caFile }) : to;
  }

  /** Where the last request went; a single node's own. */
  get address(): string {
    return this.route.address;
  }

  /** The same Vault, as another identity. */
  as(token: string): VaultClient {
    return new VaultClient(this.route, token, this.caFile);
  }

  /** Goes to the node that serves, where another one did before. @returns its address */
  async serving(): Promise<string> {
    await this.route.choose();
    return this.address;
  }

  /** Of several nodes, of the one that serves; where none does, of the best one. */
  async sealStatus(): Promise<SealStatus> {
    await this.route.choose();
    const status = await this.request('GET', 'sys/seal-status');
    if (typeof status['initialized'] !== 'boolean') {
      throw new Problem({
        what: 'What answers is not Vault',
        where: this.address,
        next: 'end the program that listens there, or choose another port in the deployment',
      });
    }
    return {
      initialized: status['initialized'],
      sealed: status['sealed'] === true,
      progress: Number(status['progress']),
      threshold: Number(status['t']),
      shares: Number(status['n']),
      version: String(status['version']),
      clusterId: typeof status['cluster_id'] === 'string' ? status['cluster_id'] : undefined,
    };
  }

  /** Undefined where there is nothing at the path. */
  async read(path: string): Promise<VaultData | undefined> {
    try {
      return await this.request('GET', path);
    } catch (error) {
      if (error instanceof VaultRequestProblem && error.statusCode === 404) return undefined;
      throw error;
    }
  }

  /** The names under a path; none where there is no such path. */
  async list(path: string): Promise<string[]> {
    const answer = await this.read(`${path}?list=true`);
    return answer === undefined ? [] : (dataOf(answer)['keys'] as string[]);
  }

  async write(path: string, body: VaultData = {}): Promise<VaultData> {
    return this.request('PUT', path, body);
  }

  /**
   * As `write`, and nobody sees the answer but who unwraps it.
   *
   * @returns the token that unwraps it, once and within this time
   */
  async writeWrapped(path: string, body: VaultData, wrapTtlSeconds: number): Promise<string> {
    const { wrap_info: wrapped } = await this.request('PUT', path, body, wrapTtlSeconds);
    return (wrapped as { token: string }).token;
  }

  async delete(path: string, body: VaultData = {}): Promise<void> {
    await this.request('DELETE', path, body);
  }

  /** Writes what is at a path to a new file that only its owner may read. */
  async download(path: string, file: string): Promise<void> {
    await this.transfer(downloadFromVault, path, file);
  }

  /** Sends a file as it is. */
  async upload(path: string, file: string): Promise<void> {
    await this.transfer(uploadToVault, path, file);
  }

  private async transfer(
    send: (transfer: FileTransfer) => Promise<VaultAnswer>,
    path: string,
    file: string,
  ): Promise<void> {
    // A node that only stands by takes no files, and does not hand them on.
    await this.route.choose();
    const { address, token, caFile } = this;
    const answer = await send({ address, token, caFile, path, file }).catch((error: unknown) => {
      throw error instanceof NoAnswer ? this.noAnswer(error) : error;
    });
    if (![200, 204].includes(answer.statusCode)) throw this.refused(path, answer);
  }

  private async request(
    method: VaultRequest['method'],
    path: string,
    body?: VaultData,
    wrapTtlSeconds?: number,
  ): Promise<VaultData> {
    const { token, caFile } = this;
    const send = (address: string) =>
      sendToVault({
        address,
        token,
        caFile,
        method,
        path,
        wrapTtlSeconds,
        ...(body === undefined ? {} : { body }),
      });
    // A login whose answer was lost leaves a token that ends by itself.
    const isRepeatable = method === 'GET' || path.endsWith('/login');
    const answer = await this.route.send(send, isRepeatable).catch((error: unknown) => {
      throw error instanceof NoAnswer ? this.noAnswer(error) : error;
    });
    // Health is told by the status too: what it says of a sealed Vault is an answer.
    if ([200, 204].includes(answer.statusCode) || path === 'sys/health') return answer.body;
    throw this.refused(path, answer);
  }

  private refused(path: string, { statusCode, body }: VaultAnswer): VaultRequestProblem {
    const { errors } = body;
    const message = Array.isArray(errors) ? String(errors[0]) : '';
    return new VaultRequestProblem(this.address, path.split('?')[0] ?? path, statusCode, message);
  }

  private noAnswer({ reason, isUntrusted }: NoAnswer): Problem {
    return new Problem({
      what: 'Vault did not answer',
      where: this.address,
      why: reason,
      next: isUntrusted
        ? 'npm run up brings its certificates up to date; if it does not, another program listens there'
        : 'npx dbvault status shows what runs; npm run up starts it',
    });
  }
}

/** The `data` of an answer. */
export function dataOf(answer: VaultData): VaultData {
  return (answer['data'] ?? {}) as VaultData;
}

function explain(statusCode: number, message: string): { why: string; next: string } {
  if (statusCode === 503) return { why: 'it is sealed', next: 'npx dbvault unseal' };
  if (statusCode === 403) {
    return {
      why: 'the token is wrong, expired, or its policy does not allow this',
      next: 'npm run up makes the identities that are missing',
    };
  }
  if (message.includes('active cluster node not found')) {
    return {
      why: 'its nodes have no leader',
      next: 'npx dbvault status says how each node is, and npm run up brings back what is missing',
    };
  }
  if (passwordRefused.test(message)) {
    return {
      why: 'PostgreSQL refuses the password that Vault holds',
      next: 'npm run up finds out which password holds, and says what helps',
    };
  }
  if (/no such host|connection refused|dial tcp|timeout|i\/o timeout/i.test(message)) {
    return { why: 'Vault cannot reach PostgreSQL', next: 'npx dbvault status shows whether it runs' };
  }
  return { why: `it answered ${statusCode}`, next: "look at Vault's log, with docker logs" };
}
