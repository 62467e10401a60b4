import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { appSecretIdPath } from '../../../../constructs/names';
import { sideBySide } from '../../../../common/side-by-side';
import type { Flow } from '../reference-flow';
import type { Capability, Identity } from './table';

export type Operation = Exclude<Capability, 'sudo'>;

const methods = { create: 'POST', update: 'POST', read: 'GET', list: 'LIST', delete: 'DELETE' } as const;
const requestsAtOnce = 8;

/** Nobody may ask for a secret_id of the application in clear. */
const wrapped = { 'X-Vault-Wrap-TTL': '60s' };

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Vault's HTTP API over connections that stay open: thousands of requests in seconds. */
export class VaultRequests {
  private readonly agent;
  private readonly address: string;

  constructor(private readonly flow: Flow) {
    this.agent = new Agent({
      keepAlive: true,
      maxSockets: requestsAtOnce,
      ca: readFileSync(`${flow.folder}/tls/ca.pem`),
    });
    this.address = `https://127.0.0.1:${flow.deployment.vault.port}/v1`;
  }

  async send(token: string, operation: Operation, path: string, body?: object): Promise<Answer> {
    const sent = request(`${this.address}/${path}`, {
      method: methods[operation],
      headers: { 'X-Vault-Token': token, ...(path === appSecretIdPath ? wrapped : {}) },
      agent: this.agent,
    });
    sent.end(methods[operation] === 'POST' ? JSON.stringify(body ?? {}) : undefined);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: answer.statusCode ?? 0, body: await text(answer) };
  }

  /** @throws Error where it is refused */
  async must<T>(token: string, operation: Operation, path: string, body?: object): Promise<T> {
    const answer = await this.send(token, operation, path, body);
    if (answer.status >= 300) throw new Error(`${operation} ${path}: ${answer.status} ${answer.body}`);
    return (answer.body === '' ? {} : JSON.parse(answer.body)) as T;
  }

  /** What a token may on each of the paths, as Vault has it. */
  async capabilities(root: string, token: string, paths: readonly string[]): Promise<Map<string, string[]>> {
    const { data } = await this.must<{ data: Record<string, string[]> }>(root, 'update', 'sys/capabilities', {
      token,
      paths,
    });
    return new Map(paths.map((path) => [path, (data[path] ?? []).filter((name) => name !== 'deny').sort()]));
  }

  /** The statuses of requests, in their order. */
  async statuses(
    requests: readonly (readonly [token: string, Operation, path: string])[],
  ): Promise<number[]> {
    const answers = await sideBySide(requests, requestsAtOnce, (one) => this.send(...one));
    return answers.map(({ status }) => status);
  }

  /** As the product gets it: by the login that it keeps. */
  async tokenOf(identity: Identity): Promise<string> {
    if (identity === 'app') return this.flow.appToken();
    const file = `${this.flow.folder}/keys/${identity}-login.json`;
    const { roleId, secretId } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    const body = { role_id: roleId, secret_id: secretId };
    const { auth } = await this.must<{ auth: { client_token: string } }>(
      '',
      'update',
      'auth/approle/login',
      body,
    );
    return auth.client_token;
  }

  /** A token of a policy that is made for it. */
  async tokenWith(root: string, policy: string, hcl: string): Promise<string> {
    await this.must(root, 'update', `sys/policies/acl/${policy}`, { policy: hcl });
    const body = { policies: [policy], ttl: '10m' };
    const { auth } = await this.must<{ auth: { client_token: string } }>(
      root,
      'update',
      'auth/token/create-orphan',
      body,
    );
    return auth.client_token;
  }

  close(): void {
    this.agent.destroy();
  }
}
