import { allThere } from '../../steps/docker';
import { ensureAppIdentity, makeDbAdminToken, revokeSelf } from '../../steps/identities';
import { refuseForeignContainers, refuseForeignMount } from '../../steps/refuse-foreign';
import { rotateFirstPassword } from '../../steps/rotate-root';
import { synthesize } from '../../steps/synthesize';
import type { VaultClient } from '../../steps/vault-client';
import type { Proof } from '../../steps/verify';
import { waitForPostgres } from '../../steps/wait-for-postgres';
import { inspect } from '../../toolchain';
import { firstPasswordWorks, verifyRoles, withProbe } from '../live-systems';
import { openVault } from '../open-vault';
import { needsOf, prepareTools } from '../prepare-tools';
import { Progress } from '../progress';
import { alone, openSession, rootOf, type CommonArguments, type Session } from '../session';
import { Stacks } from '../stacks';
import { printSummary } from '../summary';

export interface UpArguments extends CommonArguments {
  readonly yes: boolean;
}

/** Makes everything the deployment declares, from whatever state it is in, and proves that it works. */
export async function up(args: UpArguments): Promise<void> {
  const started = Date.now();
  const session = openSession(args);
  const progress = new Progress();
  await alone(session, async () => {
    const stacks = await prepare(session, progress, args.yes);
    const changed = await bringUpContainers(session, stacks, progress);
    changed.push(...(await open(session, progress)));

    const dbAdminToken = await makeDbAdminToken(rootOf(session));
    const dbAdmin = session.vault.as(dbAdminToken);
    let proofs: Proof[] = [];
    try {
      changed.push(...(await configureVault(session, stacks, dbAdminToken, progress)));
      proofs = await rotateAndVerify(session, dbAdmin, changed, progress);
    } finally {
      await revokeSelf(dbAdmin);
    }
    printSummary(args, session, { changed, proofs, started });
  });
}

async function prepare(session: Session, progress: Progress, yes: boolean): Promise<Stacks> {
  const [inspection] = await progress.together([
    { title: 'Look at this machine', run: () => inspect(needsOf(session)) },
    { title: 'Synthesize', run: () => synthesize(session.choice, session.deployment.name) },
  ]);
  // The container is started with it.
  session.firstPassword();
  const stacks = new Stacks(session, await prepareTools(session, inspection, progress, yes));
  await progress.step('Prepare the stacks', () => stacks.init());
  return stacks;
}

async function bringUpContainers(session: Session, stacks: Stacks, progress: Progress): Promise<string[]> {
  const stack = stacks.get('containers');
  const environment = stacks.containers();
  // Docker's provider waits two seconds whenever it reads a network. What it would find out of resources that
  // never change while they exist is whether they do, and Docker tells that at once.
  const ids = stack.stateIds(['docker_container', 'docker_network', 'docker_volume']);
  const options = ids.length > 0 && (await allThere(ids)) ? ['-refresh=false'] : [];
  if (!(await progress.step('Plan containers', () => stack.plan(environment, options)))) return [];
  await refuseForeignContainers(session.deployment.name, await stack.plannedChanges());
  await progress.step('Apply containers', () => stack.apply(environment));
  return ['applied containers'];
}

async function open(session: Session, progress: Progress): Promise<string[]> {
  const { containerName } = session.deployment.postgres;
  const [done] = await progress.together([
    { title: 'Open Vault', run: (report) => openVault(session, report) },
    { title: 'Wait for PostgreSQL', run: () => waitForPostgres(containerName) },
  ]);
  return done;
}

async function configureVault(
  session: Session,
  stacks: Stacks,
  dbAdminToken: string,
  progress: Progress,
): Promise<string[]> {
  const access = {
    stack: stacks.get('access'),
    environment: stacks.access(session.store.readKeys().rootToken),
  };
  const database = { stack: stacks.get('database'), environment: stacks.database(dbAdminToken) };
  const changed: string[] = [];
  const [accessChanges, databaseChanges] = await progress.together([
    { title: 'Plan access', run: () => access.stack.plan(access.environment) },
    { title: 'Plan database', run: () => database.stack.plan(database.environment) },
  ]);
  if (accessChanges) {
    await progress.step('Apply access', () => access.stack.apply(access.environment));
    changed.push('applied access');
  }
  if (await ensureAppIdentity(() => rootOf(session), session.vault, session.store)) {
    changed.push("made the application's token");
  }
  if (databaseChanges) {
    await refuseForeignMount(await database.stack.plannedChanges(), session.vault.as(dbAdminToken));
    await progress.step('Apply database', () => database.stack.apply(database.environment));
    changed.push('applied database');
  }
  return changed;
}

/** Proves only what a change could have broken: where nothing changed, that the first password is refused. */
async function rotateAndVerify(
  session: Session,
  dbAdmin: VaultClient,
  changed: string[],
  progress: Progress,
): Promise<Proof[]> {
  return withProbe(session, async (probe) => {
    const rotated = await progress.step('Rotate the root password', () =>
      rotateFirstPassword(dbAdmin, {
        mount: session.deployment.mount,
        connection: session.connection.name,
        firstPasswordWorks: () => firstPasswordWorks(session, probe),
      }),
    );
    if (rotated) changed.push(`rotated the password of ${session.connection.username}`);
    return changed.length === 0 ? [] : progress.step('Verify', () => verifyRoles(session, probe));
  });
}
