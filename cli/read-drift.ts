import { Problem } from '../common/problem';
import { sideBySide } from '../common/side-by-side';
import { planPolicy } from '../constructs/names';
import { compareDocker } from '../review/drift/docker';
import { declaredDocker } from '../review/drift/docker/declared';
import { compareOrphans } from '../review/drift/orphans';
import { compareDatabase, comparePostgres } from '../review/drift/postgres';
import { watchedIn } from '../review/drift/postgres/declared';
import { terraformDrift, untold } from '../review/drift/terraform';
import { unreadParts, unreadSystem } from '../review/drift/unread';
import { compareVault } from '../review/drift/vault';
import type { Ways } from '../review/drift/ways';
import { bySeverity } from '../review/meaning/finding';
import type { Plan } from '../review/plan/plan';
import type { DriftFinding } from '../review/report/report';
import { inspectContainer } from '../steps/docker';
import { findOrphans } from '../steps/orphans';
import { readDocker } from '../steps/read-docker';
import { databaseReaders, postgresReaders } from '../steps/read-postgres';
import { vaultReaders } from '../steps/read-vault';
import type { VaultClient } from '../steps/vault-client';
import { declaredDatabase, declaredPostgres, declaredVault, waysOf } from './declared-systems';
import { databasesAtOnce, postgresOf, postgresServer, runningPostgres } from './live-systems';
import { enginesOf } from './engines';
import { pluginIsRegistered } from './open-vault';
import { countOrphans, orphansInWords } from './orphans';
import type { PlannedStack } from './plan-stacks';
import { readParts } from './read-parts';
import type { ConnectionSession, Session } from './session';
import { deploymentOption } from './summary';

/** What is known of a stack before it is looked for drift. */
type DriftBasis = Pick<PlannedStack, 'plan' | 'basis' | 'told'>;

/**
 * What Vault, PostgreSQL and Docker have otherwise than declared, and what Terraform found changed. Whatever cannot
 * be read is told as well. Changes nothing, and makes no root. `loadSqlParser` must have been awaited before.
 *
 * @param planned all stacks, of which those that run were looked at anew
 */
export async function driftOf(session: Session, planned: readonly DriftBasis[]): Promise<DriftFinding[]> {
  const isNew = planned.every(({ basis }) => basis === 'new');
  if (isNew && (session.deployment.elsewhere !== undefined || (await isNothingThere(session)))) return [];
  const ways = waysOf(session);
  if (session.deployment.elsewhere !== undefined) return driftElsewhere(session, planned, ways);
  const plans = planned.map(({ plan }) => plan);
  const refreshed = planned.filter(({ basis }) => basis === 'live').map(({ plan }) => plan);
  const [reader, postgres] = await Promise.all([
    attempt(() => readerOf(session)),
    attempt(() => runningPostgres(session)),
  ]);
  const found = await Promise.all([
    'problem' in reader
      ? [unreadSystem('Vault', reader.problem, reader.problem.next ?? ways.up)]
      : vaultDrift(session, reader.value, planned, ways),
    'problem' in postgres
      ? [unreadSystem('PostgreSQL', postgres.problem, ways.up)]
      : postgresDrift(session, plans, ways),
    'problem' in reader || 'problem' in postgres ? [] : orphanDrift(session, reader.value, ways),
    dockerDrift(session, plans, ways),
  ]);
  const live = found.flat();
  return [...live, ...untold(terraformDrift(refreshed, ways), live)].sort(bySeverity);
}

/** Of what else there is in somebody else's systems nothing is told; of what the deployment made, all. */
async function driftElsewhere(
  session: Session,
  planned: readonly DriftBasis[],
  ways: Ways,
): Promise<DriftFinding[]> {
  const reader = await attempt(() => readerOf(session));
  const refreshed = planned.filter(({ basis }) => basis === 'live').map(({ plan }) => plan);
  const unread =
    'problem' in reader ? [unreadSystem('Vault', reader.problem, reader.problem.next ?? ways.up)] : [];
  return [...unread, ...terraformDrift(refreshed, ways)].sort(bySeverity);
}

/** Nothing was ever made, so that nothing is otherwise than it was. */
async function isNothingThere({ deployment: { vault, postgres } }: Session): Promise<boolean> {
  const names = [vault.containerName, postgres.containerName];
  const found = await Promise.all(names.map((name) => attempt(() => inspectContainer(name))));
  return found.every((one) => 'value' in one && one.value === undefined);
}

async function vaultDrift(
  session: Session,
  reader: VaultClient,
  planned: readonly DriftBasis[],
  ways: Ways,
): Promise<DriftFinding[]> {
  const told = planned.flatMap((one) => one.told ?? []).map(({ path, data }) => [path, data] as const);
  const plans = planned.map(({ plan }) => plan);
  const { found, unread } = await readParts({
    ...vaultReaders(reader, session.deployment.mount, new Map(told)),
    hasPlugin: () => pluginIsRegistered(session, reader),
  });
  return [
    ...compareVault(declaredVault(session, plans), found, ways),
    ...unreadParts('Vault', unread, ways.up),
  ];
}

/** One connection of each database. */
function oneEach(connections: readonly ConnectionSession[]): readonly ConnectionSession[] {
  return [...new Map(connections.map((each) => [each.connection.database, each])).values()];
}

async function postgresDrift(session: Session, plans: readonly Plan[], ways: Ways): Promise<DriftFinding[]> {
  const declared = declaredPostgres(session, plans);
  const readers = postgresReaders(postgresServer(session), Object.keys(declared.settings));
  const [server, databases] = await Promise.all([
    readParts(readers),
    sideBySide(oneEach(session.connections), databasesAtOnce, async (connection) => {
      const own = declaredDatabase(declared, connection);
      return {
        own,
        ...(await readParts(databaseReaders(postgresOf(connection), own.group, watchedIn(own)))),
      };
    }),
  ]);
  const defaultGrants = databases.flatMap(({ found }) => found.defaultGrants ?? []);
  const unread = [server, ...databases].flatMap((read) => read.unread);
  const found = [
    ...comparePostgres(declared, server.found, defaultGrants, ways),
    ...databases.flatMap((read) => compareDatabase(read.own, read.found, ways)),
  ];
  return [...found, ...unreadParts('PostgreSQL', unread, ways.up)];
}

async function orphanDrift(session: Session, plan: VaultClient, ways: Ways): Promise<DriftFinding[]> {
  const orphans = await attempt(() => findOrphans({ root: plan, postgres: postgresServer(session) }));
  if ('problem' in orphans)
    return unreadParts('PostgreSQL', [{ part: 'orphans', problem: orphans.problem }], ways.up);
  const { leasesWithoutUser } = orphans.value;
  const users = countOrphans(orphans.value);
  return compareOrphans(
    { users, usersInWords: orphansInWords(orphans.value), leases: leasesWithoutUser },
    ways,
  );
}

async function dockerDrift(
  { deployment }: Session,
  plans: readonly Plan[],
  ways: Ways,
): Promise<DriftFinding[]> {
  const declared = declaredDocker(plans);
  const names = { ...declared, containers: declared.containers.map(({ name }) => name) };
  const found = await attempt(() => readDocker(deployment.name, names, enginesOf(deployment)));
  if ('problem' in found) return [unreadSystem('Docker', found.problem, ways.dbvault('doctor'))];
  return compareDocker(deployment.name, declared, found.value, ways);
}

/** Vault as the identity that reads. @throws Problem where Vault is closed, or does not know it */
async function readerOf(session: Session): Promise<VaultClient> {
  const { vault, identities } = session;
  const closed = (what: string, verb: string, why?: string) => {
    const next = `npx dbvault ${verb}${deploymentOption(session)}`;
    return new Problem({ what, where: vault.address, next, ...(why === undefined ? {} : { why }) });
  };
  const status = await attempt(() => vault.sealStatus());
  if ('problem' in status) throw closed(status.problem.what, 'up', status.problem.why);
  if (!status.value.initialized) throw closed('Vault is not initialized', 'up');
  if (status.value.sealed) throw closed('Vault is sealed', 'unseal');
  const plan = await identities.ifThere(planPolicy);
  if (plan === undefined) throw closed(`Vault takes no login of the identity ${planPolicy}`, 'up');
  return plan;
}

async function attempt<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly problem: Problem }> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof Problem) return { problem: error };
    throw error;
  }
}
