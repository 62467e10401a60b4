import { existsSync, rmSync } from 'node:fs';
import { vaultVolume } from '../../../constructs/names';
import { inspectContainer, labelsOf } from '../../../steps/docker';
import { emptyVault } from '../../../steps/empty-vault';
import { parseKeys } from '../../../steps/key-store';
import type { SealStatus } from '../../../steps/vault-client';
import { readSecretFile } from '../../../common/secret-file';
import { handOverFolder, hasToken } from '../../application';
import type { Progress } from '../../progress';
import { lookAtNodes } from '../../open-nodes';
import { proofsInWords } from '../../proofs';
import type { OneNode, Session } from '../../session';
import { deploymentOption } from '../../summary';
import { bringUp, prepare } from '../up';
import { recover, type Finding, type RecoverArguments } from './recovery';

/**
 * Vault's volume was lost, or nobody has the keys to it any more: a new Vault begins, and PostgreSQL's data go on
 * with it.
 */
export async function recoverVaultVolume(args: RecoverArguments): Promise<void> {
  await recover(args, 'vault-volume', (session) => diagnose(session, args.yes));
}

async function diagnose(session: Session, yes: boolean): Promise<Finding> {
  const { store } = session;
  const option = deploymentOption(session);
  if (session.nodes.length > 1) {
    const lost = await diagnoseNodes(session, yes);
    if (lost !== undefined) return lost;
  }
  const { containerName, engine } = await nodeWithVolume(session);
  const volume = vaultVolume(containerName);
  if ((await labelsOf('volume', volume, engine)) === undefined) {
    const why = `the volume ${volume} is gone`;
    if (store.hasKeys) return begin(session, yes, why, false);
    return { isLost: false, why: `${why}, and so are its keys`, next: `npx dbvault up${option}` };
  }
  if (session.journal.isInterrupted('empty vault')) {
    return begin(session, yes, 'a run was killed while it emptied the volume of Vault', true);
  }
  if ((await inspectContainer(containerName, engine))?.state !== 'running') {
    const why = `the volume ${volume} is there, and ${containerName} does not run`;
    return { isLost: false, why, next: `npx dbvault up${option}` };
  }
  const status = await session.vault.sealStatus();
  if (!status.initialized) {
    if (store.hasKeys)
      return begin(session, yes, 'Vault is empty, and there are keys of one that was not', false);
    return {
      isLost: false,
      why: 'Vault is empty, and no keys were made for another one',
      next: `npx dbvault up${option}`,
    };
  }
  return diagnoseKeys(session, status, yes);
}

/** Whether too few of several nodes hold data to go on; undefined where that is not so, or not to be told. */
async function diagnoseNodes(session: Session, yes: boolean): Promise<Finding | undefined> {
  const { nodes, store } = session;
  const found = await lookAtNodes(session);
  const away = found.filter(({ status }) => status === undefined);
  if (away.length > 0 && away.length < nodes.length) {
    const names = away.map(({ containerName }) => containerName).join(', ');
    const next = `npx dbvault up${deploymentOption(session)}, and where it refuses, this again`;
    return { isLost: false, why: `${names} does not answer, so that what it holds is not known`, next };
  }
  const holders = found.filter(({ status, isMarked }) => status?.initialized === true && isMarked);
  const needed = Math.floor(nodes.length / 2) + 1;
  if (away.length > 0 || holders.length === 0 || holders.length >= needed || !store.hasKeys) return undefined;
  const why = `${holders.length} of ${nodes.length} nodes hold Vault's data, and ${needed} must agree`;
  return begin(session, yes, why, true);
}

/** Of several nodes the first whose volume is there. */
async function nodeWithVolume({ nodes }: Session): Promise<OneNode> {
  for (const node of nodes)
    if ((await labelsOf('volume', vaultVolume(node.containerName), node.engine)) !== undefined) return node;
  return nodes[0];
}

function volumesInWords({ nodes }: Session): string {
  const names = nodes.map(({ containerName }) => vaultVolume(containerName));
  return `the ${names.length === 1 ? 'volume' : 'volumes'} ${names.join(', ')}`;
}

/** The volume is there, so what may be lost is the keys to it. */
function diagnoseKeys(session: Session, status: SealStatus, yes: boolean): Finding {
  const { store } = session;
  const option = deploymentOption(session);
  if (store.held.exist) return heldByPeople(session, status);
  const here = parseKeys(readSecretFile(store.keysFile))?.shares.length ?? 0;
  if (here < status.threshold) {
    const state = status.sealed ? 'sealed' : 'open still';
    const why = `${here} of the ${status.threshold} key shares that open this Vault are here; it is ${state}`;
    return begin(session, yes, why, true);
  }
  const why = `there is a Vault in the volume, and ${here} key shares, of which ${status.threshold} open it`;
  if (!status.sealed) return { isLost: false, why };
  const next = `npx dbvault unseal${option}; where it refuses all shares, move ${store.keysFile} to a safe place and run this again`;
  return { isLost: false, why, next };
}

/** Only they can tell whether theirs are lost. */
function heldByPeople(session: Session, { sealed }: SealStatus): Finding {
  const { held } = session.store;
  const why = `there is a Vault in the volume, and people hold its key shares: ${held.folder}`;
  if (!sealed) return { isLost: false, why };
  const next = `npx dbvault unseal${deploymentOption(session)}; where too few have theirs, move ${held.folder} to a safe place and run this again`;
  return { isLost: false, why, next };
}

function begin(session: Session, yes: boolean, why: string, isToEmpty: boolean): Finding {
  const { store, deployment, connections } = session;
  const users = connections.map(({ connection }) => connection.username);
  return {
    isLost: true,
    why,
    does: [
      ...(isToEmpty ? [`empty ${volumesInWords(session)}`] : []),
      `move what is in ${store.folder} to ${store.folder}-archive`,
      `initialize a new Vault with ${deployment.vault.keyShares} key shares, and make policies, mount, connections and roles`,
      `give ${users.join(', ')} a new first password in PostgreSQL, and have Vault rotate it`,
      'drop the users in PostgreSQL that the old Vault made',
      'verify: the first password is refused, and a credential works',
    ],
    lost: [
      'what was in Vault; where there is a backup, npx dbvault restore <backup> brings it back instead',
      'the leases: all credentials that are out end now',
      "all tokens, the application's too: it needs a new one",
    ],
    recover: (progress) => beginAnew(session, yes, isToEmpty, progress),
    next: hasToken(session)
      ? `give the application its new token: ${store.appTokenFile}`
      : `npx dbvault app-identity${deploymentOption(session)}, and give the application what that makes`,
  };
}

async function beginAnew(
  session: Session,
  yes: boolean,
  isToEmpty: boolean,
  progress: Progress,
): Promise<string[]> {
  const { journal, store, nodes } = session;
  const done: string[] = [];
  // What can fail without harm comes first.
  const stacks = await prepare(session, progress, yes);
  if (isToEmpty) {
    await progress.step("Empty Vault's volume", () =>
      journal.step('empty vault', { volume: vaultVolume(nodes[0].containerName) }, async () => {
        for (const { containerName, engine } of nodes) await emptyVault(containerName, engine);
      }),
    );
    done.push(`emptied ${volumesInWords(session)}`);
  }
  if (existsSync(store.folder)) {
    const archive = await journal.step('archive keys', {}, () => Promise.resolve(store.archive()));
    done.push(`moved the keys and tokens of the old Vault to ${archive}`);
  }
  // Of the old Vault too: nobody could take it any more.
  rmSync(handOverFolder(session), { recursive: true, force: true });
  const options = { archiveKeys: true, replaceConnection: false };
  const { changed, proofs } = await bringUp(session, stacks, options, progress);
  return [...done, ...changed, ...proofsInWords(proofs).map((claim) => `proved: ${claim}`)];
}
