import type { Size } from '../series';
import { Dbvault } from '../systems/dbvault';
import { makeIdentities, type BenchIdentities } from '../systems/identities';
import { makeReferenceLogin, type ReferenceLogin } from '../systems/reference-login';

/** What measures credentials: a deployment with a role on each connection, another one on the first, and who asks. */
export interface CredentialSystems extends BenchIdentities {
  readonly size: Size;
  readonly login: ReferenceLogin;
}

export async function credentialSystems(connections: number): Promise<CredentialSystems> {
  const size = { roles: connections + 1, connections };
  const dbvault = new Dbvault(size);
  await dbvault.destroy();
  await dbvault.up();
  const identities = await makeIdentities();
  return { ...identities, size, login: await makeReferenceLogin('bench_reference') };
}
