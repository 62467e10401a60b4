import { Pool, type ClientConfig, type PoolClient, type PoolConfig } from 'pg';
import { RotatingClient } from './rotating-client';
import type { VaultCredentials } from './vault-credentials';

const longestPaceMs = 250;
/** How much of the time that an old user has left its connections are still given out. */
const patience = 1 / 4;

/** A `pg.Pool` whose connections have the users of `credentials`. It relies on what `pg` documents, and on nothing inside of it. */
export class RotatingPool extends Pool {
  readonly #clients = new Set<PoolClient>();
  readonly #onChange = ({ beforeSeconds }: { beforeSeconds: number }) => this.#moveOver(beforeSeconds);
  /** From when on no connection of the old user is given out. */
  #hurryAtMs = 0;
  #paceMs = 0;
  #lastReplacedAtMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly credentials: VaultCredentials,
    config?: PoolConfig,
  ) {
    if (config?.connectionString !== undefined) {
      throw new TypeError('a connection string names a user: give host, port and database instead');
    }
    super({
      ...config,
      Client: class extends RotatingClient {
        constructor(clientConfig?: ClientConfig) {
          super(credentials, clientConfig);
        }
      },
    });
    credentials.on('changed', this.#onChange);
    // An idle connection that broke is replaced. Without a listener it would end the process.
    this.on('error', () => undefined);
    this.on('connect', (client) => this.#clients.add(client));
    this.on('remove', (client) => this.#clients.delete(client));
    // The pool removes what is ending, instead of keeping it for the next query.
    this.on('release', (_, client) => {
      if (!isCurrent(client) && this.#mayReplaceBusy()) void client.end();
    });
  }

  override end(): Promise<void>;
  override end(callback: () => void): void;
  override end(callback?: () => void): Promise<void> | void {
    this.credentials.off('changed', this.#onChange);
    clearTimeout(this.#timer);
    if (callback === undefined) return super.end();
    super.end(callback);
  }

  /** Replaces connections one after the other, so that no query waits for one; those that are left, at once. */
  #moveOver(beforeSeconds: number): void {
    const patienceMs = beforeSeconds * patience * 1000;
    this.#hurryAtMs = performance.now() + patienceMs;
    this.#paceMs = Math.min(longestPaceMs, patienceMs / Math.max(this.totalCount, 1));
    this.#replaceIdle();
  }

  #replaceIdle(): void {
    clearTimeout(this.#timer);
    if (this.ending || [...this.#clients].every(isCurrent)) return;
    const isHurried = this.#isHurried();
    this.#takeIdle((taken) => {
      const old = taken.filter((client) => !isCurrent(client));
      const going = new Set(isHurried ? old : old.slice(0, 1));
      for (const client of going) {
        client.release(true);
        if (!isHurried) this.#makeAnother();
      }
      for (const client of taken) if (!going.has(client)) client.release();
    });
    if (isHurried) return;
    this.#timer = setTimeout(() => this.#replaceIdle(), this.#paceMs);
    this.#timer.unref();
  }

  /** Takes all idle connections for a moment, since the pool gives them in its own order. Who uses them releases them. */
  #takeIdle(use: (taken: readonly PoolClient[]) => void): void {
    const taken: PoolClient[] = [];
    let isOver = false;
    for (let left = this.idleCount; left > 0; left--) {
      this.connect((error, client) => {
        if (error !== undefined || client === undefined) return;
        if (isOver) client.release();
        else taken.push(client);
      });
    }
    setImmediate(() => {
      isOver = true;
      use(taken);
    });
  }

  /** To be called while all idle ones are out: of these, the pool would give one. */
  #makeAnother(): void {
    this.#lastReplacedAtMs = performance.now();
    this.connect((error, client) => {
      if (error === undefined) client?.release();
    });
  }

  #isHurried(): boolean {
    return performance.now() >= this.#hurryAtMs;
  }

  /** Where no connection is ever idle, those that come back are replaced, at the same pace. */
  #mayReplaceBusy(): boolean {
    if (this.#isHurried()) return true;
    if (this.idleCount > 0 || performance.now() < this.#lastReplacedAtMs + this.#paceMs) return false;
    this.#lastReplacedAtMs = performance.now();
    return true;
  }
}

function isCurrent(client: PoolClient): boolean {
  return client instanceof RotatingClient && client.isCurrent;
}
