import { nowSeconds } from './clock';
import { VaultCredentialsError } from './error';
import { asTtl, authOf, lookUp, type LoginMethod, type VaultToken } from './login';
import { renewAfterSeconds } from './pace';
import { numberIn, type VaultApi } from './vault-api';

/** A token, and until when it lasts. */
export class HeldToken {
  endsAt: number;
  renewAt: number;
  /** Whether its last renewal gave less than was asked for. */
  isLast = false;
  /** Whether Vault does not take it any more. */
  isGone = false;
  readonly #value: string;

  constructor(
    readonly made: Omit<VaultToken, 'value'>,
    value: string,
    askedAt: number,
    private readonly reserveSeconds: number,
  ) {
    this.#value = value;
    this.endsAt = askedAt + made.ttlSeconds;
    this.renewAt = askedAt + renewAfterSeconds(made.ttlSeconds, reserveSeconds);
  }

  /** For requests to Vault, and nothing else. */
  get value(): string {
    return this.#value;
  }

  lasts(ttlSeconds: number, askedAt: number): void {
    this.endsAt = askedAt + ttlSeconds;
    this.renewAt = askedAt + renewAfterSeconds(ttlSeconds, this.reserveSeconds);
  }
}

const changeCheckedEachSeconds = 1;

/** Keeps a token: logs in, renews it, and logs in again where it cannot last. */
export class TokenKeeper {
  #held: HeldToken | undefined;
  #checkAt = 0;

  constructor(
    private readonly vault: VaultApi,
    private readonly login: LoginMethod,
    private readonly reserveSeconds: number,
    private readonly onLogin: (token: HeldToken) => void,
  ) {}

  /** The one to ask with; undefined where there is none, or Vault takes it no more. */
  get held(): HeldToken | undefined {
    return this.#held;
  }

  dueAt(): number {
    if (this.#held === undefined || this.#held.isLast) return 0;
    return this.login.hasChanged === undefined
      ? this.#held.renewAt
      : Math.min(this.#held.renewAt, this.#checkAt);
  }

  /** @throws VaultCredentialsError */
  async tend(): Promise<void> {
    this.#checkAt = nowSeconds() + changeCheckedEachSeconds;
    const held = this.#held;
    if (held === undefined || held.isLast || this.login.hasChanged?.() === true) await this.#logIn();
    else if (nowSeconds() >= held.renewAt) await this.#extend(held);
  }

  /** Asks Vault whether it still takes the token, which something has put in doubt. */
  async check(): Promise<void> {
    const held = this.#held;
    if (held !== undefined) await this.#unlessEnded(held, lookUp(this.vault, held.value));
  }

  async #logIn(): Promise<void> {
    const askedAt = nowSeconds();
    const { value, ...made } = await this.login.logIn(this.vault);
    this.#held = new HeldToken(made, value, askedAt, this.reserveSeconds);
    this.onLogin(this.#held);
  }

  async #extend(held: HeldToken): Promise<void> {
    const { renewedBy, ttlSeconds: asked } = held.made;
    const askedAt = nowSeconds();
    if (renewedBy === 'nobody') {
      held.isLast = true;
    } else if (renewedBy === 'else') {
      const { ttlSeconds } = await this.#unlessEnded(held, lookUp(this.vault, held.value));
      held.lasts(ttlSeconds, askedAt);
    } else {
      const body = { increment: `${asked}s` };
      const renew = { method: 'PUT', path: 'auth/token/renew-self', token: held.value, body } as const;
      const auth = authOf(await this.#unlessEnded(held, this.vault.send(renew)));
      const ttlSeconds = asTtl(numberIn(auth, 'lease_duration'));
      held.lasts(ttlSeconds, askedAt);
      held.isLast = ttlSeconds < asked;
    }
  }

  /** Forgets the token where Vault does not take it any more. */
  async #unlessEnded<T>(held: HeldToken, answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      const isEnded = error instanceof VaultCredentialsError && error.code === 'denied';
      if (isEnded) {
        held.isGone = true;
        if (this.#held === held) this.#held = undefined;
      }
      throw isEnded ? new VaultCredentialsError('denied', 'Vault does not take the token any more') : error;
    }
  }
}
