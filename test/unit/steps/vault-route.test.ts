import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Problem } from '../../../common/problem';
import { VaultClient } from '../../../steps/vault-client';
import { VaultRoute } from '../../../steps/vault-route';
import { unreachableAddress, VaultServer, type Answer, type SeenRequest } from '../support/vault-server';

type Kind = 'active' | 'standby' | 'sealed';

const health: Record<Kind, Answer> = {
  active: { body: { initialized: true, sealed: false, standby: false, cluster_id: 'own' } },
  standby: { status: 429, body: { initialized: true, sealed: false, standby: true, cluster_id: 'own' } },
  sealed: { status: 503, body: { initialized: true, sealed: true, standby: true } },
};

const noLeader = 'local node not active but active cluster node not found';

/** A node that can change while it is asked. */
class Node {
  kind: Kind;
  clusterId = 'own';
  /** Requests beside those for its health. */
  readonly asked: string[] = [];
  private constructor(
    kind: Kind,
    readonly server: VaultServer,
  ) {
    this.kind = kind;
  }

  static async start(kind: Kind, answer: Answer = { body: { data: { from: kind } } }): Promise<Node> {
    const holder: { node?: Node } = {};
    const server = await VaultServer.start((request: SeenRequest) => holder.node?.answer(request, answer));
    holder.node = new Node(kind, server);
    return holder.node;
  }

  private answer({ method, path }: SeenRequest, answer: Answer): Answer {
    if (path === 'sys/health') {
      const { status = 200, body } = health[this.kind];
      return { status, body: { ...(body as object), cluster_id: this.clusterId } };
    }
    this.asked.push(`${method} ${path}`);
    if (this.kind === 'sealed') return { status: 503, body: { errors: ['Vault is sealed'] } };
    return this.kind === 'standby' ? { status: 500, body: { errors: [noLeader] } } : answer;
  }
}

const started: Node[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map(({ server }) => server.stop()));
});

async function node(...args: Parameters<typeof Node.start>): Promise<Node> {
  const made = await Node.start(...args);
  started.push(made);
  return made;
}

function clientOf(first: string, ...others: string[]): VaultClient {
  return new VaultClient(
    new VaultRoute({ addresses: [first, ...others], clusterId: () => 'own' }),
    's.token',
  );
}

describe('a client of several nodes', () => {
  it('asks the one that leads', async () => {
    const [standby, active, sealed] = [await node('standby'), await node('active'), await node('sealed')];
    const vault = clientOf(standby.server.address, sealed.server.address, active.server.address);
    await vault.read('some/path');
    await vault.write('some/path');
    expect(active.asked).toEqual(['GET some/path', 'PUT some/path']);
    expect([...standby.asked, ...sealed.asked]).toEqual([]);
    expect(vault.address).toBe(active.server.address);
  });

  it('asks another one when that is sealed, and has done nothing', async () => {
    const [first, second] = [await node('active'), await node('standby')];
    const vault = clientOf(first.server.address, second.server.address);
    await vault.read('some/path');
    first.kind = 'sealed';
    second.kind = 'active';
    await vault.write('some/path');
    expect(second.asked).toEqual(['PUT some/path']);
  });

  it('asks another one when that is gone', async () => {
    const active = await node('active');
    const vault = clientOf(await unreachableAddress(), active.server.address);
    await vault.write('some/path');
    expect(active.asked).toEqual(['PUT some/path']);
  });

  it('waits for a leader where there is none', async () => {
    const [first, second] = [await node('standby'), await node('standby')];
    const vault = clientOf(first.server.address, second.server.address);
    const answer = vault.write('some/path');
    setTimeout(() => {
      second.kind = 'active';
    }, 500);
    await answer;
    expect(second.asked.at(-1)).toBe('PUT some/path');
  });

  it('waits for none where all are sealed', async () => {
    const [first, second] = [await node('sealed'), await node('sealed')];
    const vault = clientOf(first.server.address, second.server.address);
    await expect(vault.write('some/path')).rejects.toThrow('it is sealed');
    expect([...first.asked, ...second.asked]).toEqual(['PUT some/path']);
  });

  it.each([
    ['once', 'PUT', 1],
    ['again', 'GET', 2],
  ] as const)(
    'sends %s what a node may have done before its answer was lost: %s',
    async (_, method, times) => {
      const cutOff = createServer((socket) => {
        socket.once('data', (data) => {
          const path = data.toString().split(' ')[1];
          if (path !== '/v1/sys/health') requests.push(String(path));
          const body = JSON.stringify(health.active.body);
          // Its health is told; of all else the answer is lost.
          socket.end(
            path === '/v1/sys/health'
              ? `HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`
              : '',
          );
        });
      });
      const requests: string[] = [];
      cutOff.listen(0, '127.0.0.1');
      await once(cutOff, 'listening');
      const other = await node('standby');
      const { port } = cutOff.address() as AddressInfo;
      const vault = clientOf(`http://127.0.0.1:${port}`, other.server.address);
      const answer = method === 'PUT' ? vault.write('some/path') : vault.read('some/path');
      setTimeout(() => {
        cutOff.close();
        other.kind = 'active';
      }, 300);
      await answer.catch(() => undefined);
      cutOff.close();
      const sent = requests.length + other.asked.length;
      if (times === 1) expect(sent).toBe(1);
      else expect(sent).toBeGreaterThan(1);
    },
  );

  it('never asks a Vault of its own in the place of a node', async () => {
    const [foreign, own] = [await node('active'), await node('active')];
    foreign.clusterId = 'another';
    const vault = clientOf(foreign.server.address, own.server.address);
    await vault.read('some/path');
    expect([foreign.asked, own.asked]).toEqual([[], ['GET some/path']]);
  });

  it('says where nothing answers', async () => {
    const addresses = [await unreachableAddress(), await unreachableAddress()] as const;
    await expect(clientOf(...addresses).read('some/path')).rejects.toThrow(Problem);
  });
});
