import { inProject } from '../common/project';
import { Problem } from '../common/problem';
import { caFile } from '../constructs/names';
import { inspectContainer, type ContainerState } from '../steps/docker';
import type { Facts } from '../steps/journal';
import { PostgresProbe } from '../steps/postgres-probe';
import { runAsSuperuser } from '../steps/postgres-session';
import { dataOf, type VaultClient } from '../steps/vault-client';
import type { PostgresServer } from '../steps/vault-made-roles';
import { verify, type Proof } from '../steps/verify';
import { appOf } from './application';
import type { Session } from './session';

/** PostgreSQL as its superuser. */
export function postgresServer({ deployment }: Session): PostgresServer {
  const { containerName, superuser, database } = deployment.postgres;
  return { container: containerName, superuser, database };
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
export async function withProbe<T>(session: Session, work: (probe: PostgresProbe) => Promise<T>): Promise<T> {
  const { imageId } = await runningPostgres(session);
  const { name, postgres, tls } = session.deployment;
  const probe = new PostgresProbe({
    deployment: name,
    database: postgres.database,
    image: imageId,
    ...(tls === 'off' ? {} : { caFile: inProject(caFile(name)) }),
  });
  try {
    return await work(probe);
  } finally {
    await probe.stop();
  }
}

/** Whether PostgreSQL still takes the first password, asked from another container. */
export async function firstPasswordWorks(session: Session, probe: PostgresProbe): Promise<boolean> {
  const login = await probe.run(session.connection.username, session.firstPassword());
  return login.kind === 'done';
}

/** What makes the deployment's connection the one that it is: its Vault, its mount, its user and its PostgreSQL. */
export async function connectionIdentity(session: Session, dbAdmin: VaultClient): Promise<Facts> {
  const { deployment, connection, vault } = session;
  const [status, mount, postgres] = await Promise.all([
    vault.sealStatus(),
    dbAdmin.read(`sys/mounts/${deployment.mount}`),
    systemIdentifier(session),
  ]);
  return {
    vault: status.clusterId ?? '',
    mount: String(dataOf(mount ?? {})['accessor']),
    connection: connection.name,
    username: connection.username,
    postgres,
  };
}

/** What tells this PostgreSQL's data from any other. */
export async function systemIdentifier(session: Session): Promise<string> {
  const { container, superuser, database } = postgresServer(session);
  const sql = 'SELECT system_identifier FROM pg_control_system()';
  const [identifier = ''] = await runAsSuperuser(container, superuser, database, [sql]);
  return identifier;
}

/** Proves every role of the deployment. */
export async function verifyRoles(session: Session, probe: PostgresProbe): Promise<Proof[]> {
  return session.journal.step('verify', {}, () => proveRoles(session, probe));
}

async function proveRoles(session: Session, probe: PostgresProbe): Promise<Proof[]> {
  const { mount, postgres, roles } = session.deployment;
  const app = await appOf(session);
  const proofs: Proof[] = [];
  // One after the other: they share the table they try their rights on.
  for (const role of roles) {
    const found = await verify({
      app,
      probe,
      mount,
      role: role.name,
      root: { username: session.connection.username, firstPassword: session.firstPassword() },
      asSuperuser: (statements) =>
        runAsSuperuser(postgres.containerName, postgres.superuser, postgres.database, statements),
    });
    proofs.push(...found.filter(({ claim }) => !proofs.some((proof) => proof.claim === claim)));
  }
  return proofs;
}
