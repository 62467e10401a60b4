import { VaultApi } from '../references/vault-api';
import { percentile } from '../report/statistics';
import type { Contender, Size } from '../series';
import { after, issueFrom, issueMany, type Issue } from '../systems/clients';
import { roleMark, roleNames } from '../systems/declared';
import { revokeAll } from '../systems/leases';
import type { Vault } from '../systems/vault';
import { say, type Bench } from './bench';
import { leastSql } from './reference-sql';
import { inRounds } from './rounds';
import type { CredentialSystems } from './systems';

interface Issuer {
  readonly by: Contender;
  readonly size: Size;
  readonly issue: Issue;
  readonly paths: readonly string[];
}

/** How many credentials a second, and how long each takes: as the deployment has them, and with the least SQL. */
export async function credentialRate(bench: Bench, systems: CredentialSystems): Promise<void> {
  const { app, operator, login, size } = systems;
  const api = new VaultApi(operator, login);
  await api.reset();
  await api.makeConnections(size);
  for (const { name, connection } of roleNames(size))
    await api.writeRole(name, connection, { creation: leastSql });
  const widths = size.connections === 1 ? [1] : [1, size.connections];
  const issuers = widths.flatMap((connections) => [
    issuer('dbvault', app, 'database', connections),
    issuer('api', operator, api.mount, connections),
  ]);
  for (const clients of bench.scope.clients) {
    await inRounds(
      bench.scope.rounds,
      issuers.map((one) => () => measureRate(bench, operator, one, clients)),
    );
  }
  await api.reset();
}

function issuer(by: Contender, vault: Vault, mount: string, connections: number): Issuer {
  const size = { roles: connections, connections };
  const paths = roleNames(size).map(({ name }) => `${mount}/creds/${name}`);
  return { by, size, paths, issue: issueFrom(vault, paths) };
}

async function measureRate(
  { findings, scope }: Bench,
  operator: Vault,
  { by, size, issue, paths }: Issuer,
  clients: number,
): Promise<void> {
  const issued = await issueMany(issue, clients, after(scope.secondsOfCredentials));
  const seconds = issued.at(-1)?.atSeconds ?? Number.NaN;
  const rate = issued.length / seconds;
  findings.add(rate, { what: 'credentials', by, unit: '1/s', size, clients });
  const milliseconds = issued.map((one) => one.milliseconds);
  for (const percent of [50, 95, 99]) {
    const what = `credential, p${percent}`;
    findings.add(percentile(milliseconds, percent), { what, by, unit: 'ms', size, clients });
  }
  say(`${by}: ${clients} clients, ${size.connections} connections: ${rate.toFixed(0)} credentials a second`);
  for (const [index, path] of paths.entries()) await revokeAll(operator, path, roleMark(index));
}
