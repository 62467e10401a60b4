import { setTimeout as sleep } from 'node:timers/promises';
import { Problem, exitCodes, isRefused } from '../common/problem';
import { planPolicy, vaultVolume } from '../constructs/names';
import { logTail } from '../steps/docker';
import { initializedNoKeys } from '../steps/initialize';
import { raftNodes, removePeer } from '../steps/raft-nodes';
import { joinsWithinMs, openSuffices, unseal, unsealWithOneOf, untilActive } from '../steps/unseal';
import type { SealStatus } from '../steps/vault-client';
import { markVolume, readVolumeMark } from '../steps/volume-mark';
import type { OneNode, Session } from './session';

const pauseMs = 250;

/** A node, and what it says of itself. */
export interface LookedAt extends OneNode {
  /** Undefined where it does not answer. */
  readonly status: SealStatus | undefined;
  /** Whether its volume is known to hold data of this Vault, as its mark tells. */
  readonly isMarked: boolean;
}

/** Asks each node how it is. One that does not answer is told, and no failure. */
export async function lookAtNodes({ nodes }: Session): Promise<LookedAt[]> {
  return Promise.all(
    nodes.map(async (node) => {
      const [status, mark] = await Promise.all([
        node.vault.sealStatus().catch(noneOfProblem),
        readVolumeMark(node.containerName, node.engine),
      ]);
      return { ...node, status, isMarked: mark !== undefined };
    }),
  );
}

/**
 * Opens all nodes that answer: first those that hold Vault's data, until they have a leader; then those that a killed run
 * had it take in, and those whose volume is new, which it takes in now.
 *
 * @returns the names of those that it opened
 * @throws Problem where too few hold data, or one of them is another Vault: then nothing is taken in
 */
export async function openNodes(session: Session): Promise<string[]> {
  const found = await lookAtNodes(session);
  const holders = holdersOf(found);
  if (holders.length === 0) {
    throw new Problem({
      what: 'Vault is not initialized',
      where: session.vault.address,
      next: 'npm run up initializes it',
    });
  }
  const opened: string[] = [];
  const refusals: Problem[] = [];
  const halfTakenIn = holders.filter(({ name }) => session.journal.isInterrupted('take in node', { name }));
  const whole = holders.filter((holder) => !halfTakenIn.includes(holder));
  for (const holder of whole) {
    const outcome = await openNode(session, holder).catch(asRefusal);
    if (outcome instanceof Problem) refusals.push(outcome);
    else if (outcome) opened.push(holder.name);
  }
  const [refusal] = refusals;
  if (refusal !== undefined && refusals.length === whole.length) throw refusal;
  await untilActive(session.vault).catch(async (error: unknown) => {
    throw error instanceof Problem ? noLeader(session, await lookAtNodes(session)) : error;
  });
  if (refusal !== undefined) throw refusal;
  for (const node of halfTakenIn) {
    const { name } = node;
    if (await session.journal.step('take in node', { name }, () => openNode(session, node)))
      opened.push(name);
  }
  await refuseOtherVaults(session);
  const names = holders.map(({ name }) => name);
  for (const node of found) {
    if (node.status === undefined || names.includes(node.name)) continue;
    await takeIn(session, node);
    opened.push(node.name);
  }
  return opened;
}

/** Those with data. A node that asks to be taken in calls itself initialized too, so its volume's mark counts. */
export function holdersOf(found: readonly LookedAt[]): LookedAt[] {
  const initialized = found.filter(({ status }) => status?.initialized === true);
  const marked = initialized.filter(({ isMarked }) => isMarked);
  // As of a Vault that was made before its volume was marked, and is to get further nodes.
  return marked.length > 0 ? marked : initialized;
}

/** One that does not open must not keep the others from it. */
function asRefusal(error: unknown): Problem {
  if (error instanceof Problem && isRefused(error)) return error;
  throw error;
}

/** @returns whether it was sealed */
async function openNode(
  session: Session,
  { vault, status }: Pick<LookedAt, 'vault' | 'status'>,
): Promise<boolean> {
  const { journal, shares, store } = session;
  if (status?.sealed !== true) return false;
  if (!shares.comeFromPeople) return unseal(vault, journal, () => store.readKeys().shares, openSuffices);
  await shares.use(async (sets) => ({ shares: await unsealWithOneOf(vault, journal, sets, openSuffices) }));
  return true;
}

/** Has the leader take in a node whose volume holds nothing yet, and opens it. */
async function takeIn(session: Session, node: OneNode): Promise<void> {
  const { identities, journal } = session;
  const { name, containerName, engine } = node;
  await journal.step('take in node', { name }, async () => {
    const known = await identities.look(planPolicy, (reader) => raftNodes(reader));
    if (known.some((one) => one.name === name)) await removePeer(await identities.root(), name);
    // From here on it is known that what it holds, or is about to hold, is this Vault's.
    await markVolume(containerName, engine);
    const status = await untilItAsks(node);
    await openNode(session, { ...node, status }).catch((error: unknown) => {
      throw isRefused(error) ? ofItsOwn(node, 'the key shares of the others do not open it') : error;
    });
  });
  await refuseOtherVaults(session, [node]);
}

async function untilItAsks({ vault, containerName, engine }: OneNode): Promise<SealStatus> {
  const deadline = Date.now() + joinsWithinMs;
  for (;;) {
    const status = await vault.sealStatus().catch(noneOfProblem);
    if (status?.initialized === true) return status;
    if (Date.now() > deadline) {
      throw new Problem({
        what: `The node ${containerName} never asks to be taken in`,
        where: vault.address,
        why: `not within ${joinsWithinMs / 1000} s${await logTail(containerName, engine)}`,
        next: 'correct the cause and run the same command again: it goes on where it stopped',
      });
    }
    await sleep(pauseMs);
  }
}

/**
 * Refuses a node that is a Vault of its own, such as one that somebody initialized on an empty volume: what it holds
 * would have to be thrown away, and that is a person's to say.
 */
export async function refuseOtherVaults(
  { store, nodes }: Session,
  looked: readonly OneNode[] = nodes,
): Promise<void> {
  const own = store.clusterId;
  if (own === undefined) return;
  for (const node of looked) {
    const found = (await node.vault.sealStatus().catch(noneOfProblem))?.clusterId;
    if (found === undefined || found === own) continue;
    throw ofItsOwn(node, `its cluster id is ${found}, that of the others ${own}`);
  }
}

function ofItsOwn({ containerName, vault }: OneNode, why: string): Problem {
  return new Problem({
    what: `The node ${containerName} is a Vault of its own`,
    where: vault.address,
    why: `${why}: it was initialized apart from them`,
    next: `where nothing in it is needed, docker rm --force ${containerName} && docker volume rm ${vaultVolume(containerName)}, then npm run up takes it in again`,
    exitCode: exitCodes.refused,
  });
}

function noLeader({ vault }: Session, found: readonly LookedAt[]): Problem {
  const states = found.map((node) => `${node.containerName} ${inWords(node)}`).join(', ');
  const needed = Math.floor(found.length / 2) + 1;
  return new Problem({
    what: 'The nodes of Vault have no leader',
    where: vault.address,
    why: `${needed} of ${found.length} that hold its data must be open and reach each other: ${states}`,
    next: 'start those that are away, and run the same command again; where their volumes are lost for good, npx dbvault recover vault-volume begins anew, and npx dbvault restore brings a backup back',
    exitCode: exitCodes.refused,
  });
}

function inWords({ status, isMarked }: LookedAt): string {
  if (status === undefined) return 'does not answer';
  if (!status.initialized || !isMarked) return 'is empty';
  return status.sealed ? 'is sealed' : 'is open';
}

/** @returns the refusal to begin a new Vault while what a node holds is not known */
export function notAllAnswer(found: readonly LookedAt[]): Problem {
  const away = found.filter(({ status }) => status === undefined).map((node) => node.containerName);
  return new Problem({
    what: 'Vault is not initialized on the nodes that answer, and not all of them do',
    where: away.join(', '),
    why: 'one that does not answer may hold the data of an older Vault',
    next: 'start it, and run the same command again; docker logs says why it does not answer',
    exitCode: exitCodes.refused,
  });
}

/** A Vault of several nodes that was initialized and whose keys nobody ever had can be emptied only where it is one. */
export function refuseSeveralWithoutKeys(session: Session, found: readonly LookedAt[]): void {
  const initialized = found.filter(({ status }) => status?.initialized === true);
  const [first] = found;
  if (initialized.length === 1 && initialized[0] === first) return;
  throw initializedNoKeys(session.vault.address, session.store.place);
}

function noneOfProblem(error: unknown): undefined {
  if (error instanceof Problem) return undefined;
  throw error;
}
