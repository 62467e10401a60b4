import { nowSeconds } from './clock';
import type { HeldToken } from './held-token';
import { marginSeconds, renewAfterSeconds } from './pace';

export interface IssuedLease {
  readonly leaseId: string;
  readonly username: string;
  readonly password: string;
  readonly ttlSeconds: number;
  readonly isRenewable: boolean;
}

/** A PostgreSQL user that Vault made, and until when it lasts. */
export class Lease {
  readonly username: string;
  readonly ttlSeconds: number;
  readonly isRenewable: boolean;
  renewAt: number;
  /** How many connections have it. */
  connections = 0;
  /** Whether PostgreSQL does not let it log in, or Vault does not know it any more. */
  isRefused = false;
  /** Whether it comes to its end, so that another user is to take its place at once. */
  isToBeReplaced = false;
  /** Whether it was said that it ends under connections. */
  isOverdueTold = false;
  readonly #leaseId: string;
  readonly #password: string;
  readonly #madeAt: number;
  #endsAt: number;

  constructor(
    issued: IssuedLease,
    /** Whoever asked for it: the lease ends with this token. */
    readonly token: HeldToken,
    askedAt: number,
    private readonly reserveSeconds: number,
  ) {
    this.username = issued.username;
    this.ttlSeconds = issued.ttlSeconds;
    this.isRenewable = issued.isRenewable;
    this.#leaseId = issued.leaseId;
    this.#password = issued.password;
    this.#madeAt = askedAt;
    this.#endsAt = askedAt + issued.ttlSeconds;
    this.renewAt = askedAt + renewAfterSeconds(issued.ttlSeconds, reserveSeconds);
  }

  /** For Vault, and nothing else: who knows it may end the lease. */
  get leaseId(): string {
    return this.#leaseId;
  }

  /** For PostgreSQL, and nothing else. */
  get password(): string {
    return this.#password;
  }

  /** Whether it has ended before its time, as far as is known. */
  get isGone(): boolean {
    return this.isRefused || this.token.isGone;
  }

  get ageSeconds(): number {
    return nowSeconds() - this.#madeAt;
  }

  get endsAt(): number {
    return Math.min(this.#endsAt, this.token.endsAt);
  }

  get leftSeconds(): number {
    return this.endsAt - nowSeconds();
  }

  /** From when on nothing should be begun with it. */
  get closesAt(): number {
    return this.endsAt - marginSeconds(this.ttlSeconds);
  }

  /** @returns whether it was given all that it asked for */
  renewed(ttlSeconds: number, askedAt: number): boolean {
    this.#endsAt = askedAt + ttlSeconds;
    this.renewAt = askedAt + renewAfterSeconds(this.ttlSeconds, this.reserveSeconds);
    return ttlSeconds >= this.ttlSeconds;
  }
}
