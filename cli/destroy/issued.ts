import { Problem, exitCodes } from '../../common/problem';
import { vaultVolume } from '../../constructs/names';
import { databaseWasApplied } from '../../steps/database-applied';
import { inspectContainer, labelsOf } from '../../steps/docker';
import { leaseIds } from '../../steps/leases';
import { ownMounts } from '../../steps/own-mounts';
import { runAsSuperuser } from '../../steps/postgres-session';
import { mountType } from '../../steps/resource-types';
import type { VaultClient } from '../../steps/vault-client';
import { waitForPostgres } from '../../steps/wait-for-postgres';
import { waitForVault } from '../../steps/wait-for-vault';
import { postgresServer } from '../live-systems';
import { openSealed } from '../open-sealed';
import type { Session } from '../session';
import type { Stacks } from '../stacks';
import { deploymentOption } from '../summary';

/** Both were running: whoever does not answer in this time will not. */
const answersWithinMs = 20_000;

/** What Vault may have issued, and whether it can be ended. */
export type Issued =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'in reach';
      readonly root: VaultClient;
      readonly mounts: readonly string[];
      readonly leases: number;
      readonly postgresAnswers: boolean;
    }
  | { readonly kind: 'out of reach'; readonly where: string; readonly why: string };

/** Looks at what is out; opens Vault where it is sealed and its keys are here, and changes nothing else. */
export async function lookAtIssued(session: Session, stacks: Stacks): Promise<Issued> {
  const { deployment, vault, nodes } = session;
  const found = await Promise.all(nodes.map((node) => inspectContainer(node.containerName, node.engine)));
  const running = nodes.filter((_, index) => found[index]?.state === 'running');
  const [first] = running;
  if (first === undefined) {
    const volumes = nodes.map((node) => labelsOf('volume', vaultVolume(node.containerName), node.engine));
    const hasData = (await Promise.all(volumes)).some((labels) => labels !== undefined);
    if (!hasData || hasNoneLeft(session, stacks)) return { kind: 'nothing' };
    return { kind: 'out of reach', where: nodes[0].containerName, why: 'Vault does not run' };
  }
  try {
    const { containerName, engine } = first;
    const status = await waitForVault(vault, containerName, { withinMs: answersWithinMs, engine });
    if (!status.initialized) return { kind: 'nothing' };
    if (status.sealed) await openSealed(session);
    const root = await session.identities.root();
    const mounts = await ownMounts(root, deployment.name, stacks.access.stateIds([mountType]));
    const [ids, postgresAnswers] = await Promise.all([leaseIds(root, mounts), answers(session)]);
    return { kind: 'in reach', root, mounts, leases: ids.length, postgresAnswers };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { kind: 'out of reach', where: error.where ?? vault.address, why: error.message };
  }
}

/**
 * Refuses to leave users behind in PostgreSQL.
 *
 * @throws Problem (exit code 3) where what is out cannot be ended
 */
export function refuseUnended(session: Session, issued: Issued): void {
  const option = deploymentOption(session);
  const up = `npm run up${option === '' ? '' : ` --${option}`}, then destroy again`;
  const first = session.store.held.exist ? 'the same command with --shares <file>, once for each holder' : up;
  const next = `${first}; or npx dbvault destroy --force${option}, which leaves their users in PostgreSQL's volume`;
  if (issued.kind === 'out of reach') {
    throw new Problem({
      what: 'The credentials that are out cannot be ended',
      where: issued.where,
      why: `${issued.why}; nothing was removed`,
      next,
      exitCode: exitCodes.refused,
    });
  }
  if (issued.kind === 'nothing' || issued.postgresAnswers || issued.leases === 0) return;
  throw new Problem({
    what: `${issued.leases} leases cannot be ended`,
    where: session.deployment.postgres.containerName,
    why: 'PostgreSQL, where their users are, does not answer; nothing was removed',
    next,
    exitCode: exitCodes.refused,
  });
}

/** Whether the database stack was never applied here, or an earlier run of destroy took it down. */
function hasNoneLeft({ journal }: Session, stacks: Stacks): boolean {
  return stacks.access.stateIds([mountType]).length === 0 && !databaseWasApplied(journal);
}

async function answers(session: Session): Promise<boolean> {
  const { container, superuser, database } = postgresServer(session);
  if ((await inspectContainer(container))?.state !== 'running') return false;
  try {
    await waitForPostgres(container, { withinMs: answersWithinMs });
    await runAsSuperuser(container, superuser, database, ['SELECT 1']);
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}
