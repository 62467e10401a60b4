import { Problem } from '../common/problem';
import { dataOf, type VaultClient } from './vault-client';

/** A short-lived PostgreSQL user. */
export interface Credential {
  readonly username: string;
  readonly password: string;
  readonly leaseId: string;
  readonly leaseDurationSeconds: number;
}

/** Has Vault make a user of a role. */
export async function issueCredential(app: VaultClient, mount: string, role: string): Promise<Credential> {
  const answer = await app.read(`${mount}/creds/${role}`);
  if (answer === undefined) {
    throw new Problem({
      what: `Vault has nothing at ${mount}/creds/${role}`,
      where: app.address,
      why: 'the database stack is not applied, or its mount was taken away',
      next: 'npm run up',
    });
  }
  const data = dataOf(answer);
  return {
    username: String(data['username']),
    password: String(data['password']),
    leaseId: String(answer['lease_id']),
    leaseDurationSeconds: Number(answer['lease_duration']),
  };
}

/** Gives a credential back: Vault drops the user before it answers. */
export async function revokeLease(app: VaultClient, leaseId: string): Promise<void> {
  await app.write('sys/leases/revoke', { lease_id: leaseId, sync: true });
}
