import { giveVaultItsLogin } from '../agree-on-password';
import { alone } from '../alone';
import { Problem } from '../../common/problem';
import { sideBySide } from '../../common/side-by-side';
import { dbAdminPolicy } from '../../constructs/names';
import type { Probe } from '../../steps/postgres-probe';
import { dropOrphans } from '../../steps/orphans';
import { ensureRotated } from '../../steps/rotate-root';
import { refuseBroken } from '../../steps/synthesize';
import type { Tools } from '../../toolchain';
import { prepareCertificates } from '../certificates';
import { configureVault, planAhead } from '../configure-vault';
import { proveOpen } from '../elsewhere/systems';
import { keepImagesInUse } from '../images-in-use';
import {
  connectionIdentities,
  databasesAtOnce,
  firstPasswordWorks,
  hasLogin,
  postgresServer,
  verifyRoles,
  withProbe,
} from '../live-systems';
import { proveNodes } from '../nodes';
import { countOrphans, orphansOf } from '../orphans';
import { completeTools, prepareTools } from '../prepare-tools';
import { Progress } from '../progress';
import { endRootTokens } from '../root-tokens';
import { useReviewedPlans } from '../reviewed-plan';
import { openSession, type CommonArguments, type ConnectionSession, type Session } from '../session';
import { synthesizeStacks } from '../synthesize-stacks';
import { Stacks } from '../stacks';
import { agreeOnPlace } from '../state/agree-on-place';
import { startContainers } from '../start-containers';
import { printSummary, type UpResult } from '../summary';
import { compare, type Comparison } from '../up-to-date';

export interface BringUpOptions extends Pick<Comparison, 'plannedDatabases'> {
  /** Keep the keys of a Vault that is gone aside, and begin anew. */
  readonly archiveKeys: boolean;
  /** Let a renamed or moved connection take the place of the one that is there. */
  readonly replaceConnection: boolean;
}

export interface UpArguments extends CommonArguments, BringUpOptions {
  readonly yes: boolean;
  /** A folder that `plan --out` made: exactly that is applied. @default what is planned now */
  readonly plan?: string | undefined;
}

/** Makes everything the deployment declares, from whatever state it is in, and proves that it works. */
export async function up(args: UpArguments): Promise<void> {
  const started = Date.now();
  const session = openSession(args);
  const progress = new Progress();
  await alone(session, async () => {
    const stacks = await prepare(session, progress, args.yes);
    const { plan } = args;
    if (plan !== undefined)
      await progress.step('Compare with what was reviewed', () => useReviewedPlans(plan, session, stacks));
    const found = await progress.step('Compare with what runs', () => compare(session, stacks));
    const result = found.isUpToDate
      ? { changed: [], proofs: [] }
      : await bringUp(session, stacks, { ...args, ...found }, progress);
    printSummary(args, session, result, started);
  });
}

/** The tool chain, and the stacks synthesized and with their providers. */
export async function prepare(session: Session, progress: Progress, yes: boolean): Promise<Stacks> {
  const isElsewhere = session.deployment.elsewhere !== undefined;
  agreeOnPlace(session);
  const [tools] = await Promise.all([
    prepareTools(session, progress, yes),
    synthesizeStacks(session).then((broken) => refuseBroken(broken, session.choice)),
  ]);
  // The containers are started with them.
  if (!isElsewhere) {
    session.ensureFirstPasswords();
    await prepareCertificates(session);
  }
  const stacks = await withProviders(session, tools, progress, yes);
  if (!isElsewhere) keepImagesInUse(session.deployment, stacks.tools.images);
  return stacks;
}

/** The stacks with their providers installed; where those cannot be had that way, it is made good and tried again. */
async function withProviders(
  session: Session,
  tools: Tools,
  progress: Progress,
  yes: boolean,
): Promise<Stacks> {
  const stacks = new Stacks(session, tools);
  try {
    await progress.step('Prepare the stacks', () => stacks.init());
    return stacks;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const completed = new Stacks(session, await completeTools(session, progress, yes));
    await progress.step('Prepare the stacks again', () => completed.init());
    return completed;
  }
}

/** From whatever state the deployment is in to all that it declares. Runs alone on it. */
export async function bringUp(
  session: Session,
  stacks: Stacks,
  args: BringUpOptions,
  progress: Progress,
): Promise<UpResult> {
  const isElsewhere = session.deployment.elsewhere !== undefined;
  const plannedAhead = isElsewhere ? false : planAhead(session, stacks);
  if (isElsewhere) await progress.step('Look at Vault', () => proveOpen(session));
  const changed = isElsewhere ? [] : await startContainers(session, stacks, args, progress);
  // Its container starts while Vault is configured.
  return withProbe(session, async (probe) => {
    const options = {
      plannedAhead: await plannedAhead,
      plannedDatabases: args.plannedDatabases,
      probe,
      replaceConnection: args.replaceConnection,
    };
    changed.push(...(await configureVault(session, stacks, options, progress)));
    const { proofs, ...result } = await rotateAndVerify(session, probe, changed, progress);
    if (isElsewhere) return { ...result, proofs };
    const root = await progress.step('End root', () => endRootTokens(session));
    return { changed: [...result.changed, ...root.changed], proofs: [...proofs, root.proof] };
  });
}

async function rotateAndVerify(
  session: Session,
  probe: Probe,
  changed: readonly string[],
  progress: Progress,
): Promise<UpResult> {
  const dbAdmin = await session.identities.as(dbAdminPolicy);
  const rotated = await progress.step('Rotate root passwords', async (report) => {
    const identityOf = await connectionIdentities(session, dbAdmin);
    const rotate = (each: ConnectionSession) =>
      ensureRotated(dbAdmin, session.journal, {
        mount: session.deployment.mount,
        connection: each.connection.name,
        identity: identityOf(each),
        firstPasswordWorks: () => firstPasswordWorks(each, probe),
        hasLogin: () => hasLogin(each),
        repair: () => giveVaultItsLogin(each, dbAdmin, probe),
        report,
      });
    const all = await sideBySide(session.connections, databasesAtOnce, rotate);
    return session.connections.filter((_, index) => all[index]);
  });
  const isElsewhere = session.deployment.elsewhere !== undefined;
  const dropped = isElsewhere ? [] : await progress.step('Drop orphans', () => dropLeftOver(session));
  const nodes = isElsewhere ? [] : await proveNodes(session, progress);
  const proofs = [...nodes, ...(await progress.step('Verify', () => verifyRoles(session, probe)))];
  const rotation = rotated.map(({ connection }) => `rotated the password of ${connection.username}`);
  const orphans = dropped.length > 0 ? [`dropped ${dropped.length} users that Vault knew no more`] : [];
  return { changed: [...changed, ...rotation, ...orphans], proofs };
}

/** Users that a killed run, a lost Vault or a cut-off request left in PostgreSQL: nobody would ever drop them. */
async function dropLeftOver(session: Session): Promise<string[]> {
  const orphans = await orphansOf(session);
  if (countOrphans(orphans) === 0) return [];
  return session.journal.step('drop orphans', {}, async () =>
    dropOrphans({ root: await session.identities.root(), postgres: postgresServer(session) }),
  );
}
