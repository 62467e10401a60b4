import type { EventEmitter } from 'node:events';
import { nowSeconds, type Sleep } from './clock';
import { asOwnError } from './error';
import type { HeldToken, TokenKeeper } from './held-token';
import type { Lease } from './lease';
import type { Leases } from './leases';
import type { VaultCredentialsEvents } from './observed';
import { retryAfterSeconds } from './pace';

const attemptsAtStop = 3;

/** Users that no new connection has. Each is ended in Vault when its last connection has ended. */
export class RetiredLeases {
  readonly #leases = new Set<Lease>();
  readonly #tokens = new Set<HeldToken>();

  constructor(
    private readonly vault: Leases,
    private readonly token: TokenKeeper,
    private readonly events: EventEmitter<VaultCredentialsEvents>,
  ) {}

  get all(): readonly Lease[] {
    return [...this.#leases];
  }

  add(lease: Lease): void {
    this.#leases.add(lease);
  }

  addToken(token: HeldToken): void {
    if (token.made.isOurs) this.#tokens.add(token);
  }

  dueAt(current: Lease | undefined): number {
    const leases = this.all.map((lease) => {
      if (lease.connections === 0) return 0;
      return lease.isOverdueTold ? lease.endsAt : lease.closesAt;
    });
    return Math.min(...leases, ...(this.#spentTokens(current).length > 0 ? [0] : []), Infinity);
  }

  async tend(current: Lease | undefined): Promise<void> {
    for (const lease of this.all) {
      if (lease.leftSeconds <= 0) this.#ended(lease);
      else if (lease.connections === 0) await this.#end(lease);
      else if (nowSeconds() >= lease.closesAt) this.#tellOverdue(lease);
    }
    for (const token of this.#spentTokens(current)) await this.#endToken(token);
  }

  /** Waits for the connections, then ends all leases and tokens. What cannot be ended is told as a problem. */
  async endAll(waitSeconds: number, sleep: Sleep): Promise<void> {
    const until = nowSeconds() + waitSeconds;
    while (this.all.some(({ connections }) => connections > 0) && nowSeconds() < until) {
      await sleep.for(until - nowSeconds(), { keepsAlive: true });
    }
    for (const lease of this.all) {
      if (lease.connections > 0) this.#tellOverdue(lease);
      await this.#insist(sleep, () => this.#end(lease));
    }
    for (const token of this.#tokens) await this.#insist(sleep, () => this.#endToken(token));
  }

  /** Tokens that neither ask for anything nor have leases any more. */
  #spentTokens(current: Lease | undefined): HeldToken[] {
    const used = new Set([this.token.held, current?.token, ...this.all.map(({ token }) => token)]);
    return [...this.#tokens].filter((token) => !used.has(token));
  }

  async #end(lease: Lease): Promise<void> {
    await this.vault.revoke(lease, this.token.held ?? lease.token);
    this.#ended(lease);
  }

  async #endToken(token: HeldToken): Promise<void> {
    await this.vault.revokeToken(token);
    this.#tokens.delete(token);
  }

  #ended(lease: Lease): void {
    this.#leases.delete(lease);
    this.events.emit('ended', { username: lease.username });
  }

  #tellOverdue(lease: Lease): void {
    if (lease.isOverdueTold) return;
    lease.isOverdueTold = true;
    this.events.emit('overdue', { username: lease.username, connections: lease.connections });
  }

  async #insist(sleep: Sleep, end: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await end();
        return;
      } catch (error) {
        const problem = asOwnError(error);
        if (attempt === attemptsAtStop || !problem.isTransient) {
          this.events.emit('problem', problem);
          return;
        }
        await sleep.for(retryAfterSeconds(attempt, 0), { keepsAlive: true });
      }
    }
  }
}
