import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../report/statistics';
import { after, issueFrom, issueMany, upTo, withClients, type Issued } from '../systems/clients';
import { roleMark, roleNames } from '../systems/declared';
import { leasesThere, revokeAll, untilNobodyIsLeft } from '../systems/leases';
import { say, type Bench } from './bench';
import type { CredentialSystems } from './systems';

const issuingClients = 8;

/** Who asks for credentials while others end. */
const askingClients = 4;
const quietSeconds = 5;
const marginSeconds = 10;

/**
 * Thousands of leases that end in the same second: until when nobody is left of them, and how long new credentials
 * take meanwhile. Another role's, on the same connection.
 */
export async function expiry(bench: Bench, systems: CredentialSystems): Promise<void> {
  const { app, operator, size } = systems;
  const { findings, scope } = bench;
  const by = 'dbvault';
  // The second one of the first connection.
  const [ending, asking] = [0, size.connections];
  const names = roleNames({ ...size, roles: size.connections + 1 }).map(
    ({ name }) => `database/creds/${name}`,
  );
  const [path = '', otherPath = ''] = [names[ending], names[asking]];
  const ask = issueFrom(app, [otherPath]);

  const issued = await issueMany(issueFrom(app, [path]), issuingClients, upTo(scope.expiring));
  const quiet = await issueMany(ask, askingClients, after(quietSeconds));
  await endTogether(bench, systems, issued);

  const started = performance.now();
  let isDrained = false;
  const left: [number, number][] = [];
  const [busy] = await Promise.all([
    issueMany(ask, askingClients, () => isDrained),
    untilNobodyIsLeft(roleMark(ending), (count) =>
      left.push([(performance.now() - started) / 1000, count]),
    ).finally(() => (isDrained = true)),
  ]);
  findings.add(left.at(-1)?.[0] ?? Number.NaN, { what: 'until nobody is left', by, unit: 's' });
  findings.add(await leasesThere(operator, path), { what: 'leases left', by, unit: 'count' });
  findings.add(left.at(-1)?.[1] ?? Number.NaN, { what: 'users left', by, unit: 'count' });
  findings.add(p99(quiet), { what: 'credential, p99, while nothing ends', by, unit: 'ms' });
  findings.add(p99(busy), { what: 'credential, p99, while all end', by, unit: 'ms' });
  findings.curves.push({ what: 'users left', name: `${scope.expiring} leases`, points: left });
  say(`${scope.expiring} leases ended together, and nobody is left after ${left.at(-1)?.[0].toFixed(1)} s`);
  await revokeAll(operator, otherPath, roleMark(asking));
}

/** Renews each lease to the same second, and waits for it. */
async function endTogether(
  { findings }: Bench,
  { operator }: CredentialSystems,
  issued: readonly Issued[],
): Promise<void> {
  // To renew takes no longer than to issue.
  const end = Date.now() + ((issued.at(-1)?.atSeconds ?? 0) + marginSeconds) * 1000;
  let late = 0;
  await withClients(issuingClients, upTo(issued.length), async (index) => {
    const increment = Math.round((end - Date.now()) / 1000);
    if (increment < 1) late++;
    await operator.put('sys/leases/renew', {
      lease_id: issued[index]?.leaseId,
      increment: Math.max(increment, 1),
    });
  });
  if (late > 0) findings.notes.push(`${late} of ${issued.length} leases ended later than the others`);
  await sleep(Math.max(end - Date.now(), 0));
}

function p99(issued: readonly Issued[]): number {
  return percentile(
    issued.map(({ milliseconds }) => milliseconds),
    99,
  );
}
