import { Client, Pool, type ClientConfig, type PoolClient, type PoolConfig } from 'pg';
import type { BorrowedUser, VaultCredentials } from './vault-credentials';

/** What `pg` takes for a pool, but for who logs in. */
export type RotatingPoolConfig = Omit<PoolConfig, 'user' | 'password' | 'connectionString' | 'Client'>;

/** A `pg.Pool` whose connections have the users of `credentials`, one after the other. */
export function createPool(credentials: VaultCredentials, config: RotatingPoolConfig): Pool {
  return new (poolClassOf(credentials))(config);
}

/** PostgreSQL's codes for a login that it does not take. */
const loginRefused = ['28P01', '28000'];
/** PostgreSQL's code for a session that somebody has ended. */
const sessionEnded = '57P01';

type Callback = (error: Error | undefined) => void;

/**
 * Classes of `pg` with the users of `credentials`, for libraries that make pools themselves. They rely on what `pg`
 * documents, and on nothing inside of it.
 */
export function poolClassOf(credentials: VaultCredentials): new (config?: PoolConfig) => Pool {
  /** The user is chosen here, since `pg` asks for a password later, but not for a user. */
  class RotatingClient extends Client {
    readonly #user: BorrowedUser | undefined;
    readonly #problem: Error | undefined;

    constructor(config?: string | ClientConfig) {
      const { user, problem } = borrow(credentials);
      super({ ...(config as ClientConfig), user: user?.username, password: user?.password });
      this.#user = user;
      this.#problem = problem;
      this.on('error', (error: Error & { code?: string }) => {
        if (error.code === sessionEnded) user?.sessionEnded();
      });
      this.once('end', () => user?.giveBack());
    }

    get isCurrent(): boolean {
      return this.#user?.isCurrent() === true;
    }

    override connect(): Promise<this & Client>;
    override connect(callback: Callback): void;
    override connect(callback?: Callback): Promise<this & Client> | void {
      if (callback !== undefined) {
        this.#connect(callback);
        return;
      }
      return new Promise((resolve, reject) => {
        this.#connect((error) => (error === undefined ? resolve(this) : reject(error)));
      });
    }

    #connect(callback: Callback): void {
      if (this.#problem !== undefined) {
        process.nextTick(callback, this.#problem);
        return;
      }
      super.connect((error: (Error & { code?: string }) | null | undefined) => {
        if (error && loginRefused.includes(error.code ?? '')) this.#user?.loginRefused();
        callback(error ?? undefined);
      });
    }
  }

  class RotatingPool extends Pool {
    readonly #onChange = () => this.#closeIdle();

    constructor(config?: PoolConfig) {
      if (config?.connectionString !== undefined) {
        throw new TypeError('a connection string names a user: give host, port and database instead');
      }
      super({ ...config, Client: RotatingClient });
      credentials.on('changed', this.#onChange);
      // An idle connection that broke is replaced. Without a listener it would end the process.
      this.on('error', () => undefined);
      // The pool removes what is ending, instead of keeping it for the next query.
      this.on('release', (_, client) => {
        if (!isCurrent(client)) void client.end();
      });
    }

    override end(): Promise<void>;
    override end(callback: () => void): void;
    override end(callback?: () => void): Promise<void> | void {
      credentials.off('changed', this.#onChange);
      if (callback === undefined) return super.end();
      super.end(callback);
    }

    /** Takes all idle connections out for a moment, which closes those of an old user when they are put back. */
    #closeIdle(): void {
      if (this.ending) return;
      for (let left = this.idleCount; left > 0; left--) {
        this.connect((error, client) => {
          if (error === undefined && client !== undefined) setImmediate(() => client.release());
        });
      }
    }
  }

  function isCurrent(client: PoolClient): boolean {
    return client instanceof RotatingClient && client.isCurrent;
  }

  return RotatingPool;
}

/** A pool makes clients where an error would end the process, so that it is told when connecting. */
function borrow(credentials: VaultCredentials): { user?: BorrowedUser; problem?: Error } {
  try {
    return { user: credentials.borrow() };
  } catch (problem) {
    return { problem: problem as Error };
  }
}
