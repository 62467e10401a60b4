import { VaultApi } from '../references/vault-api';
import { percentile } from '../report/statistics';
import type { Bench } from './bench';
import { say } from './bench';
import { issueFrom, issueMany, Refused, withClients, upTo, type Issue } from '../systems/clients';
import { connectionNames, firstDatabase, roleMark, roleName, serverDatabase } from '../systems/declared';
import { revokeAll } from '../systems/leases';
import type { Vault } from '../systems/vault';
import { catalogState, clearCatalog, makeTable } from './catalog-state';
import { grantSql } from './reference-sql';
import type { CredentialSystems } from './systems';
import type { Contender } from '../series';

const clients = 8;
const stretch = 1000;
const lookEvery = 250;

/** More than PostgreSQL takes of GRANTs to one table. */
const mostLive = 3000;

interface Way {
  readonly by: Contender;
  readonly name: string;
  readonly path: string;
  readonly mark: string;
  readonly issue: Issue;
  readonly revoker: Vault;
  readonly database: string;
}

/**
 * What thousands of credentials do to PostgreSQL's catalog: as members of a group, as the deployment has it, and with
 * a GRANT to each.
 */
export async function catalog(bench: Bench, systems: CredentialSystems): Promise<void> {
  const { app, operator, login, size } = systems;
  const api = new VaultApi(operator, login);
  await api.reset();
  await api.makeConnections(size);
  await api.writeRole('grants', connectionNames(size)[0] ?? '', { creation: grantSql });
  const members = `database/creds/${roleName(0)}`;
  const grants = `${api.mount}/creds/grants`;
  const ways: readonly Way[] = [
    {
      by: 'dbvault',
      name: 'group',
      path: members,
      mark: roleMark(0),
      issue: issueFrom(app, [members]),
      revoker: app,
      database: firstDatabase(size),
    },
    {
      by: 'api',
      name: 'GRANT to each',
      path: grants,
      mark: 'grants',
      issue: issueFrom(operator, [grants]),
      revoker: operator,
      database: serverDatabase,
    },
  ];
  for (const way of ways) {
    await makeTable(way.database);
    await clearCatalog(way.database);
    await cycle(bench, way);
    await live(bench, way, operator);
  }
  await api.reset();
}

/** Issues and revokes, again and again. */
async function cycle({ findings, scope }: Bench, { by, name, issue, revoker, database }: Way): Promise<void> {
  const milliseconds: number[] = [];
  const before = await catalogState(database);
  const dead: [number, number][] = [[0, before.deadRows]];
  await withClients(clients, upTo(scope.cycles), async (index) => {
    const started = performance.now();
    const { leaseId } = await issue(index);
    await revoker.put('sys/leases/revoke', { lease_id: leaseId, sync: true });
    milliseconds.push(performance.now() - started);
    if ((index + 1) % lookEvery === 0) dead.push([index + 1, (await catalogState(database)).deadRows]);
  });
  const now = await catalogState(database);
  const add = (value: number, what: string, unit: 'ms' | 'bytes' | 'count') =>
    findings.add(value, { what, by, unit });
  add(percentile(milliseconds.slice(0, stretch), 50), 'issue and revoke, the first thousand', 'ms');
  add(percentile(milliseconds.slice(-stretch), 50), 'issue and revoke, the last thousand', 'ms');
  add(before.accessListBytes, 'access list before', 'bytes');
  add(now.accessListBytes, 'access list after all are revoked', 'bytes');
  add(before.catalogBytes, 'catalog before', 'bytes');
  add(now.catalogBytes, 'catalog after all are revoked', 'bytes');
  add(Math.max(...dead.map(([, rows]) => rows)), 'dead rows at most', 'count');
  findings.curves.push(
    { what: 'cycle latency', name, points: medians(milliseconds) },
    { what: 'dead rows', name, points: dead.toSorted(([a], [b]) => a - b) },
  );
  say(`${name}: ${scope.cycles} times issued and revoked`);
}

/** Issues and lets all live, up to a number or to where PostgreSQL takes no more. */
async function live(
  { findings }: Bench,
  { by, name, issue, path, mark, database }: Way,
  operator: Vault,
): Promise<void> {
  const milliseconds: number[] = [];
  const lists: [number, number][] = [];
  let refused: Refused | undefined;
  try {
    await issueMany(
      async (index) => {
        if (index % lookEvery === 0) lists.push([index, (await catalogState(database)).accessListBytes]);
        const started = performance.now();
        const credential = await issue(index);
        milliseconds.push(performance.now() - started);
        return credential;
      },
      clients,
      upTo(mostLive),
    );
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    refused = error;
  }
  const { accessListBytes } = await catalogState(database);
  findings.add(milliseconds.length, { what: 'credentials that live at the same time', by, unit: 'count' });
  findings.add(accessListBytes, { what: 'access list with all of them', by, unit: 'bytes' });
  findings.curves.push(
    { what: 'live latency', name, points: medians(milliseconds) },
    { what: 'access list', name, points: lists.toSorted(([a], [b]) => a - b) },
  );
  const end =
    refused === undefined ? `${mostLive} and no error` : `${milliseconds.length}, then ${refused.message}`;
  findings.notes.push(`${name}, credentials that live at the same time: ${end}`);
  say(`${name}: ${end}`);
  await revokeAll(operator, path, mark);
}

/** The median of each stretch of so many. */
function medians(milliseconds: readonly number[]): [number, number][] {
  const points: [number, number][] = [];
  for (let end = lookEvery; end <= milliseconds.length; end += lookEvery)
    points.push([end, percentile(milliseconds.slice(end - lookEvery, end), 50)]);
  return points;
}
