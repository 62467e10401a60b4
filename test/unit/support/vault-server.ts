import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One request, as it came. */
export interface SeenRequest {
  readonly method: string;
  /** After `/v1/`, with the query. */
  readonly path: string;
  readonly token: string | undefined;
  readonly headers: Readonly<IncomingMessage['headers']>;
  /** Of a file that is sent as it is, its `text`. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Answer {
  /** @default 200 */
  readonly status?: number;
  readonly body?: unknown;
  /** Where a redirect leads. */
  readonly location?: string;
}

/** Answers a request; undefined for one that the test does not expect, which is answered with 500. */
export type Answering = (request: SeenRequest) => Answer | undefined;

/** A real HTTP server on loopback that speaks as much of Vault's API as a test needs. */
export class VaultServer {
  readonly seen: SeenRequest[] = [];

  private constructor(private readonly server: Server) {}

  static async start(answering: Answering): Promise<VaultServer> {
    const server = createServer();
    const vault = new VaultServer(server);
    server.on('request', (incoming, response) => {
      void vault.note(incoming).then((request) => {
        const { status = 200, body, location } = answering(request) ?? { status: 500 };
        response.writeHead(status, location === undefined ? {} : { location });
        response.end(typeof body === 'string' || body === undefined ? body : JSON.stringify(body));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return vault;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The requests that came, each as `GET sys/health`. */
  get calls(): string[] {
    return this.seen.map(({ method, path }) => `${method} ${path}`);
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async note(incoming: IncomingMessage): Promise<SeenRequest> {
    const body = await text(incoming);
    const request = {
      method: incoming.method ?? '',
      path: (incoming.url ?? '').replace(/^\/v1\//, ''),
      token: incoming.headers['x-vault-token']?.toString(),
      headers: incoming.headers,
      body: parse(body, incoming.headers['content-type']),
    };
    this.seen.push(request);
    return request;
  }
}

function parse(body: string, type: string | undefined): Record<string, unknown> {
  if (type === 'application/octet-stream') return { text: body };
  return body === '' ? {} : (JSON.parse(body) as Record<string, unknown>);
}

/** An address where nothing listens. */
export async function unreachableAddress(): Promise<string> {
  const server = await VaultServer.start(() => undefined);
  const { address } = server;
  await server.stop();
  return address;
}
