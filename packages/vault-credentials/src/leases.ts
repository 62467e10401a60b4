import { nowSeconds } from './clock';
import { VaultCredentialsError } from './error';
import type { HeldToken } from './held-token';
import { Lease } from './lease';
import { dataOf, numberIn, textIn, type VaultApi } from './vault-api';

/** What this package asks of Vault about leases. */
export class Leases {
  constructor(
    private readonly vault: VaultApi,
    /** `database/creds/db-app`. */
    private readonly path: string,
    private readonly reserveSeconds: number | undefined,
  ) {}

  async issue(token: HeldToken): Promise<Lease> {
    const askedAt = nowSeconds();
    const body = await this.vault.send({ method: 'GET', path: this.path, token: token.value });
    const data = dataOf(body);
    const ttlSeconds = numberIn(body, 'lease_duration');
    const issued = {
      leaseId: textIn(body, 'lease_id'),
      username: textIn(data, 'username'),
      password: textIn(data, 'password'),
      ttlSeconds,
      isRenewable: body['renewable'] === true,
    };
    return new Lease(issued, token, askedAt, this.reserveSeconds ?? ttlSeconds / 3);
  }

  /** @returns whether it lasts as long again as at first */
  async renew(lease: Lease, token: HeldToken): Promise<boolean> {
    const askedAt = nowSeconds();
    const body = { lease_id: lease.leaseId, increment: lease.ttlSeconds };
    const renew = { method: 'PUT', path: 'sys/leases/renew', token: token.value, body } as const;
    return lease.renewed(numberIn(await this.vault.send(renew), 'lease_duration'), askedAt);
  }

  /** Ends the user, and returns when it is gone. One that has ended already is no error. */
  async revoke(lease: Lease, token: HeldToken): Promise<void> {
    const body = { lease_id: lease.leaseId, sync: true };
    const revoke = { method: 'PUT', path: 'sys/leases/revoke', token: token.value, body } as const;
    await this.vault.send(revoke).catch((error: unknown) => {
      if (error instanceof VaultCredentialsError && error.code === 'refused') return;
      throw error;
    });
  }

  /** Ends a token, and whatever it asked for. One that has ended already is no error. */
  async revokeToken(token: HeldToken): Promise<void> {
    const revoke = { method: 'PUT', path: 'auth/token/revoke-self', token: token.value } as const;
    await this.vault.send(revoke).catch((error: unknown) => {
      if (error instanceof VaultCredentialsError && error.code === 'denied') return;
      throw error;
    });
  }
}
