import { EventEmitter } from 'node:events';
import { nowSeconds, Sleep } from './clock';
import { VaultCredentialsError } from './error';
import { TokenKeeper } from './held-token';
import type { Lease } from './lease';
import { Leases } from './leases';
import type { LoginMethod } from './login';
import type { VaultCredentialsEvents, VaultCredentialsState } from './observed';
import { requestTimeoutSeconds, retryAfterSeconds } from './pace';
import { RetiredLeases } from './retired-leases';
import { Task } from './task';
import { VaultApi } from './vault-api';

export interface VaultCredentialsProps {
  /** `https://vault:8200`. Of several nodes all addresses: where one is gone or sealed the next one is asked. */
  readonly address: string | readonly string[];
  /** PEM file of the CA that Vault's certificate is of. @default the CAs that Node knows */
  readonly caFile?: string;
  /** How it gets a token: `appRole`, `agentSink` or `token`. */
  readonly login: LoginMethod;
  /** Vault's role, whose users are asked for. */
  readonly role: string;
  /** Where the database secrets engine is mounted. @default `database` */
  readonly mount?: string;
  /**
   * How much of each lease is left at any time while Vault answers: so long Vault may be away, and three quarters of it
   * a transaction may last over a changeover. At most nine tenths of the lease.
   * @default a third of the lease
   */
  readonly reserveSeconds?: number;
  /** For how long `start` tries, where Vault does not answer. @default 30 */
  readonly startSeconds?: number;
  /** For how long `stop` waits until no connection has its users. @default 10 */
  readonly stopSeconds?: number;
}

/** A user for one connection, which has it until it gives it back. */
export interface BorrowedUser {
  readonly username: string;
  readonly password: string;
  /** Whether new connections would have the same. */
  isCurrent(): boolean;
  /** To be called when the connection has ended; again does nothing. */
  giveBack(): void;
  /** To be called where PostgreSQL does not let the user log in. */
  loginRefused(): void;
  /** To be called where PostgreSQL has ended the user's session. */
  sessionEnded(): void;
}

/** A user that PostgreSQL refuses is replaced, but no faster than this: the reason may be another. */
const youngestReplacedSeconds = 5;
const longestSleepSeconds = 60;

/**
 * A PostgreSQL user of Vault's that always works: its lease is renewed, and another user takes its place before it
 * ends. Does one thing in Vault at a time.
 */
export class VaultCredentials extends EventEmitter<VaultCredentialsEvents> {
  readonly #props: VaultCredentialsProps;
  readonly #vault: VaultApi;
  readonly #leases: Leases;
  readonly #token: TokenKeeper;
  readonly #retired: RetiredLeases;
  readonly #tasks: readonly Task[];
  readonly #sleep = new Sleep();
  #lease: Lease | undefined;
  /** What each last failed with, the newest last. */
  readonly #problems = new Map<Task, VaultCredentialsError>();
  #renewals = 0;
  #changeovers = 0;
  #wasReady = false;
  #readinessTimer: NodeJS.Timeout | undefined;
  #started: Promise<void> | undefined;
  #running: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;

  constructor(props: VaultCredentialsProps) {
    super();
    this.#props = props;
    this.#vault = new VaultApi(props);
    const path = `${props.mount ?? 'database'}/creds/${props.role}`;
    this.#leases = new Leases(this.#vault, path, props.reserveSeconds);
    this.#token = new TokenKeeper(this.#vault, props.login, props.reserveSeconds ?? 0, (token) => {
      this.#retired.addToken(token);
      this.emit('loggedIn', { ttlSeconds: token.made.ttlSeconds });
    });
    this.#retired = new RetiredLeases(this.#leases, this.#token, this);
    this.#tasks = [
      new Task(
        () => this.#token.dueAt(),
        () => this.#token.tend(),
      ),
      new Task(
        () => this.#leaseDueAt(),
        () => this.#tendLease(),
      ),
      new Task(
        () => this.#retired.dueAt(this.#lease),
        () => this.#retired.tend(this.#lease),
      ),
    ];
  }

  /**
   * Logs in, and asks for the first user. Where Vault does not answer it tries again, for `startSeconds`. Called again,
   * it is the same start; after one that failed, another.
   *
   * @throws VaultCredentialsError
   */
  start(): Promise<void> {
    this.#started ??= this.#start().catch((error: unknown) => {
      this.#started = undefined;
      throw error;
    });
    return this.#started;
  }

  /**
   * Waits until no connection has its users, for `stopSeconds` at most, and ends them in Vault, with the token. To be
   * called after the pools have ended. What cannot be ended is told by `problem`, and ends by itself with its lease.
   */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    this.#sleep.wake();
    return this.#stopped;
  }

  get state(): VaultCredentialsState {
    return {
      ready: this.#isReady(),
      username: this.#lease?.username,
      leaseSeconds: Math.max(this.#lease?.leftSeconds ?? 0, 0),
      tokenSeconds: Math.max((this.#token.held?.endsAt ?? 0) - nowSeconds(), 0),
      retiring: this.#retired.all.map(({ username, connections }) => ({ username, connections })),
      renewals: this.#renewals,
      changeovers: this.#changeovers,
      problem: [...this.#problems.values()].at(-1),
    };
  }

  /**
   * The user for a new connection, for who connects otherwise than by the pools of this package.
   *
   * @throws VaultCredentialsError where there is none that lasts
   */
  borrow(): BorrowedUser {
    const lease = this.#usable();
    lease.connections += 1;
    let isGivenBack = false;
    return {
      username: lease.username,
      password: lease.password,
      isCurrent: () => this.#lease === lease,
      giveBack: () => {
        if (isGivenBack) return;
        isGivenBack = true;
        lease.connections -= 1;
        this.#sleep.wake();
      },
      loginRefused: () => {
        if (this.#lease !== lease || lease.ageSeconds < youngestReplacedSeconds) return;
        lease.isRefused = true;
        this.#watchReadiness();
        this.#sleep.wake();
      },
      sessionEnded: () => {
        if (this.#lease !== lease) return;
        lease.renewAt = nowSeconds();
        this.#sleep.wake();
      },
    };
  }

  #usable(): Lease {
    const lease = this.#lease;
    if (lease === undefined || this.#stopped !== undefined) {
      const why = this.#stopped === undefined ? 'start() has not ended yet' : 'stop() was called';
      throw new VaultCredentialsError('not-started', `there is no database user: ${why}`);
    }
    if (lease.leftSeconds > 0) return lease;
    const { problem } = this.state;
    const why = problem === undefined ? 'another is on its way' : problem.message;
    throw new VaultCredentialsError('expired', `the database user ${lease.username} has ended: ${why}`);
  }

  async #start(): Promise<void> {
    const until = nowSeconds() + (this.#props.startSeconds ?? 30);
    for (let failures = 0; this.#lease === undefined;) {
      if (this.#stopped !== undefined) throw new VaultCredentialsError('not-started', 'stop() was called');
      const problem = await this.#attempt(this.#due());
      if (problem === undefined) continue;
      failures += 1;
      if (!problem.isTransient || nowSeconds() > until) throw problem;
      await this.#sleep.for(retryAfterSeconds(failures, 0), { keepsAlive: true });
    }
    this.#running = this.#run();
  }

  async #run(): Promise<void> {
    while (this.#stopped === undefined) {
      const task = this.#due();
      const waitSeconds = task.dueAt() - nowSeconds();
      if (waitSeconds <= 0) await this.#attempt(task);
      else await this.#sleep.for(Math.min(waitSeconds, longestSleepSeconds), { keepsAlive: false });
    }
  }

  #due(): Task {
    return this.#tasks.reduce((first, task) => (task.dueAt() < first.dueAt() ? task : first));
  }

  async #attempt(task: Task): Promise<VaultCredentialsError | undefined> {
    const problem = await task.attempt(() => this.#lease?.leftSeconds ?? 0);
    this.#problems.delete(task);
    if (problem !== undefined) this.#problems.set(task, problem);
    this.#watchReadiness();
    if (problem !== undefined) this.emit('problem', problem);
    return problem;
  }

  #leaseDueAt(): number {
    if (this.#token.held === undefined) return Infinity;
    if (this.#lease === undefined || this.#isToBeReplaced(this.#lease)) return 0;
    return this.#lease.renewAt;
  }

  #isToBeReplaced(lease: Lease): boolean {
    return lease.isGone || lease.isToBeReplaced || lease.token !== this.#token.held;
  }

  async #tendLease(): Promise<void> {
    const token = this.#token.held;
    if (token === undefined) return;
    const lease = this.#lease;
    try {
      if (lease !== undefined && !this.#isToBeReplaced(lease)) {
        lease.isToBeReplaced = !(await this.#renew(lease));
        if (!lease.isToBeReplaced) return;
      }
      await this.#changeOver();
    } catch (error) {
      if (error instanceof VaultCredentialsError && error.code === 'denied') await this.#token.check();
      throw error;
    }
  }

  /** @returns false where it comes to its end, or has */
  async #renew(lease: Lease): Promise<boolean> {
    const token = this.#token.held;
    if (token === undefined || !lease.isRenewable || lease.leftSeconds <= 0) return false;
    try {
      const isWhole = await this.#leases.renew(lease, token);
      this.#renewals += 1;
      this.emit('renewed', { username: lease.username, ttlSeconds: lease.leftSeconds });
      return isWhole;
    } catch (error) {
      // Vault does not know the lease any more: somebody has ended it.
      if (!(error instanceof VaultCredentialsError) || error.code !== 'refused') throw error;
      lease.isRefused = true;
      return false;
    }
  }

  async #changeOver(): Promise<void> {
    const token = this.#token.held;
    if (token === undefined) return;
    const lease = await this.#leases.issue(token);
    const before = this.#lease;
    this.#lease = lease;
    this.#vault.timeoutSeconds = requestTimeoutSeconds(this.#props.reserveSeconds ?? lease.ttlSeconds / 3);
    if (before !== undefined) {
      this.#changeovers += 1;
      this.#retired.add(before);
    }
    const { username, ttlSeconds } = lease;
    const beforeSeconds = before === undefined || before.isGone ? 0 : Math.max(before.leftSeconds, 0);
    this.emit('changed', { username, ttlSeconds, before: before?.username, beforeSeconds });
  }

  #isReady(): boolean {
    const lease = this.#lease;
    if (lease === undefined || this.#stopped !== undefined) return false;
    return nowSeconds() < lease.closesAt && !lease.isGone;
  }

  /** Tells a change of readiness, also of one that comes with time. */
  #watchReadiness(): void {
    clearTimeout(this.#readinessTimer);
    const isReady = this.#isReady();
    if (isReady && this.#lease !== undefined) {
      const milliseconds = (this.#lease.closesAt - nowSeconds()) * 1000;
      this.#readinessTimer = setTimeout(() => this.#watchReadiness(), Math.min(milliseconds + 1, 86_400_000));
      this.#readinessTimer.unref();
    }
    if (isReady === this.#wasReady) return;
    this.#wasReady = isReady;
    this.emit('readiness', isReady);
  }

  async #stop(): Promise<void> {
    // So that stop() has set #stopped before anything looks at it.
    await Promise.resolve();
    this.#watchReadiness();
    await this.#started?.catch(() => undefined);
    await this.#running;
    if (this.#lease !== undefined) this.#retired.add(this.#lease);
    this.#lease = undefined;
    await this.#retired.endAll(this.#props.stopSeconds ?? 10, this.#sleep);
  }
}
