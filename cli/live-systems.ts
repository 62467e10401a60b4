import { inProject } from '../common/project';
import { Problem } from '../common/problem';
import { sqlText } from '../common/quote-sql';
import { sideBySide } from '../common/side-by-side';
import type { Connection, Role } from '../constructs/deployment';
import { caFile } from '../constructs/names';
import { inspectContainer, type ContainerState } from '../steps/docker';
import type { Facts } from '../steps/journal';
import { PostgresProbe, type Probe } from '../steps/postgres-probe';
import { runAsSuperuser } from '../steps/postgres-session';
import { ServerProbe } from '../steps/server-probe';
import { dataOf, type VaultClient } from '../steps/vault-client';
import type { PrepareDatabaseProps } from '../steps/prepare-database';
import type { PostgresServer } from '../steps/vault-made-roles';
import { verify, type Proof } from '../steps/verify';
import { appOf } from './application';
import type { ConnectionSession, Session } from './session';

/** So many logins are tried at the same time. */
export const databasesAtOnce = 4;

/** PostgreSQL as its superuser. */
export function postgresServer({ deployment }: Session): PostgresServer {
  const { containerName, superuser, database } = deployment.postgres;
  return { container: containerName, superuser, database };
}

/** A connection's database, as the superuser. */
export function postgresOf(session: ConnectionSession): PostgresServer {
  return { ...postgresServer(session), database: session.connection.database };
}

/** What makes a connection's database, its group and Vault's login. */
export function databaseToPrepare(session: ConnectionSession): PrepareDatabaseProps {
  const { connection, deployment, firstPasswordFile } = session;
  return {
    ...postgresOf(session),
    serverDatabase: deployment.postgres.database,
    readonlyGroup: connection.readonlyGroup,
    username: connection.username,
    firstPasswordFile,
  };
}

/** Whether PostgreSQL has Vault's login; one that runs elsewhere is not asked. */
export async function hasLogin(session: ConnectionSession): Promise<boolean> {
  if (session.connection.server !== undefined) return true;
  const { container, superuser, database } = postgresServer(session);
  const sql = `SELECT 1 FROM pg_roles WHERE rolname = ${sqlText(session.connection.username)}`;
  return (await runAsSuperuser(container, superuser, database, [sql])).length > 0;
}

/** The running PostgreSQL container. @throws Problem where it does not run */
export async function runningPostgres(session: Session): Promise<ContainerState> {
  const { containerName } = session.deployment.postgres;
  const container = await inspectContainer(containerName);
  if (container?.state === 'running') return container;
  throw new Problem({
    what: 'PostgreSQL does not run',
    where: containerName,
    why: container === undefined ? 'there is no such container' : `the container is ${container.state}`,
    next: 'npm run up',
  });
}

/** Works with a container to log in to PostgreSQL from, and removes it. */
export async function withProbe<T>(session: Session, work: (probe: Probe) => Promise<T>): Promise<T> {
  if (session.deployment.elsewhere !== undefined) return work(noContainer);
  const { imageId } = await runningPostgres(session);
  const { name, tls } = session.deployment;
  const probe = new PostgresProbe({
    deployment: name,
    image: imageId,
    ...(tls === 'off' ? {} : { caFile: inProject(caFile(name)) }),
  });
  try {
    return await work(probe);
  } finally {
    await probe.stop();
  }
}

/** A PostgreSQL that runs elsewhere is logged in to from here. */
const noContainer: Probe = {
  run: () => Promise.reject(new Error('each connection has a server of its own')),
  takes: () => Promise.reject(new Error('each connection has a server of its own')),
};

function probeOf({ connection: { server } }: ConnectionSession, probe: Probe): Probe {
  return server === undefined ? probe : new ServerProbe(server);
}

/** Whether PostgreSQL still takes the first password, asked from another host. */
export async function firstPasswordWorks(session: ConnectionSession, probe: Probe): Promise<boolean> {
  const [works] = await probeOf(session, probe).takes([firstLogin(session)]);
  return works === true;
}

function firstLogin(session: ConnectionSession) {
  const { username, database } = session.connection;
  return { username, database, password: session.firstPassword() };
}

export async function anyFirstPasswordWorks(session: Session, probe: Probe): Promise<boolean> {
  const inContainer = session.connections.filter(({ connection }) => connection.server === undefined);
  const elsewhere = session.connections.filter((each) => !inContainer.includes(each));
  const [here, there] = await Promise.all([
    inContainer.length === 0 ? [] : probe.takes(inContainer.map(firstLogin)),
    sideBySide(elsewhere, databasesAtOnce, (each) => firstPasswordWorks(each, probe)),
  ]);
  return [...here, ...there].includes(true);
}

/**
 * What makes a connection the one that it is: its Vault, its mount, its user and its PostgreSQL.
 *
 * @returns for each connection of the deployment
 */
export async function connectionIdentities(
  session: Session,
  dbAdmin: VaultClient,
): Promise<(connection: ConnectionSession) => Facts> {
  const { deployment, vault } = session;
  const [status, mount, postgres] = await Promise.all([
    vault.sealStatus(),
    dbAdmin.read(`sys/mounts/${deployment.mount}`),
    deployment.elsewhere === undefined ? systemIdentifier(session) : '',
  ]);
  const addressOf = ({ server, database }: Connection) =>
    server === undefined ? postgres : `${server.host}:${server.port}/${database}`;
  return ({ connection }) => ({
    vault: status.clusterId ?? '',
    mount: String(dataOf(mount ?? {})['accessor']),
    connection: connection.name,
    username: connection.username,
    postgres: addressOf(connection),
  });
}

/** What tells this PostgreSQL's data from any other. */
export async function systemIdentifier(session: Session): Promise<string> {
  const { container, superuser, database } = postgresServer(session);
  const sql = 'SELECT system_identifier FROM pg_control_system()';
  const [identifier = ''] = await runAsSuperuser(container, superuser, database, [sql]);
  return identifier;
}

/** Proves every connection of the deployment, and one role of each kind that it has. */
export async function verifyRoles(session: Session, probe: Probe): Promise<Proof[]> {
  return session.journal.step('verify', {}, () => proveRoles(session, probe));
}

async function proveRoles(session: Session, probe: Probe): Promise<Proof[]> {
  const app = await appOf(session);
  const proofs = await sideBySide(session.connections, databasesAtOnce, (connection) =>
    proveConnection(connection, app, probe),
  );
  return proofs.flat();
}

async function proveConnection(session: ConnectionSession, app: VaultClient, probe: Probe): Promise<Proof[]> {
  const { connection, deployment } = session;
  const { container, superuser, database } = postgresOf(session);
  const own = deployment.roles.filter((role) => role.connection === connection.name);
  const kindOf = (role: Role) => `${role.creationSql}\0${role.revocationSql}`;
  const kinds = new Map(own.toReversed().map((role) => [kindOf(role), role]));
  const proofs: Proof[] = [];
  // One after the other: they share the table they try their rights on.
  for (const [kind, role] of kinds) {
    const found = await verify({
      app,
      probe: probeOf(session, probe),
      mount: deployment.mount,
      database,
      role: role.name,
      alike: own.filter((other) => kindOf(other) === kind).length - 1,
      root: { username: connection.username, firstPassword: session.firstPassword() },
      asSuperuser:
        connection.server === undefined
          ? (statements) => runAsSuperuser(container, superuser, database, statements)
          : undefined,
    });
    proofs.push(...found.map(({ claim }) => ({ claim, connection: connection.name })));
  }
  return proofs;
}
