import { Problem, exitCodes } from '../../../common/problem';
import { isUnderWay } from '../../../steps/ceremony';
import { rootGeneration } from '../../../steps/generate-root';
import { parseKeys, type InitialKeys } from '../../../steps/key-store';
import { NextKeys } from '../../../steps/next-keys';
import { rekeying } from '../../../steps/rekey';
import { readSecretFile } from '../../../common/secret-file';
import type { SealStatus } from '../../../steps/vault-client';
import type { Session } from '../../session';
import { deploymentOption } from '../../summary';
import { recoverKeySet } from './recover-key-set';
import { recover, type Finding, type RecoverArguments } from './recovery';

/** What is here to open Vault with. */
export interface KeysAtHand {
  /** The key store, as far as it can be read. */
  readonly kept: InitialKeys | undefined;
  /** A set that an interrupted recovery made, of which only Vault knows whether it counts. */
  readonly next: InitialKeys | undefined;
  /** Those of the key store and those that people brought. */
  readonly shares: readonly string[];
}

/** A key share or the whole key store was lost: what can be done with the shares that are left. */
export async function recoverKeys(args: RecoverArguments): Promise<void> {
  await recover(args, 'keys', diagnose);
}

async function diagnose(session: Session): Promise<Finding> {
  const { vault, store } = session;
  if (store.held.exist) throw heldByPeople(session);
  const status = await vault.sealStatus();
  if (!status.initialized) {
    const next = store.hasKeys ? 'npx dbvault recover vault-volume' : 'npx dbvault up';
    return {
      isLost: false,
      why: 'Vault is not initialized, so no key share opens it',
      next: `${next}${deploymentOption(session)}`,
    };
  }
  const atHand = keysAtHand(session);
  const here = Math.max(atHand.shares.length, atHand.next?.shares.length ?? 0);
  if (here < status.threshold) throw tooFew(session, status, here);

  const isComplete = (atHand.kept?.shares.length ?? 0) >= status.shares;
  if (isComplete && !status.sealed && atHand.next === undefined) {
    const why = `Vault is open, and all ${status.shares} key shares are in the key store`;
    return { isLost: false, why };
  }
  const stale = status.sealed ? [] : await ceremoniesUnderWay(session, status);
  const isFull = atHand.shares.length === status.shares;
  return {
    isLost: true,
    why: found(session, status, { ...atHand, isComplete }),
    does: [
      ...(status.sealed ? [`unseal Vault with ${status.threshold} of the ${here} shares at hand`] : []),
      ...stale.map((name) => `cancel a ${name} that somebody began and did not end`),
      ...(atHand.next === undefined
        ? []
        : ['ask Vault which of two key sets counts: an earlier recovery was interrupted']),
      ...(isFull ? ['try each of the key shares; where one does not open Vault:'] : []),
      `have Vault make a new set of ${status.shares} key shares, of which ${status.threshold} open it, and count it once it is shown what is stored in ${store.keysFile}`,
      `keep a copy of the key store as it is now in ${store.folder}-archive`,
    ],
    lost: [
      `the key shares of now, also those that people hold${isFull ? ', where a new set is made' : ''}: they open old copies of Vault's volume and nothing else`,
    ],
    recover: (progress) => recoverKeySet(session, status, atHand, progress),
    next: `npx dbvault up${deploymentOption(session)}`,
  };
}

function keysAtHand({ store, shares }: Session): KeysAtHand {
  const kept = parseKeys(readSecretFile(store.keysFile));
  return {
    kept,
    next: new NextKeys(store).read(),
    shares: [...new Set([...(kept?.shares ?? []), ...shares.brought()])],
  };
}

async function ceremoniesUnderWay({ vault }: Session, status: SealStatus): Promise<string[]> {
  const rekeys = rekeying({ keyShares: status.shares, keyThreshold: status.threshold });
  return [
    ...((await isUnderWay(vault, rekeys)) ? [rekeys.name] : []),
    ...((await isUnderWay(vault, rootGeneration)) ? [rootGeneration.name] : []),
  ];
}

interface State extends KeysAtHand {
  readonly isComplete: boolean;
}

function found({ store }: Session, { sealed, shares }: SealStatus, state: State): string {
  const { kept, isComplete } = state;
  if (kept === undefined) return `${store.keysFile} is lost or damaged`;
  const missing = [
    ...(sealed ? ['Vault is sealed'] : []),
    ...(isComplete ? [] : [`${kept.shares.length} of ${shares} key shares are in the key store`]),
    ...(state.next === undefined ? [] : ['a recovery of the keys was interrupted']),
  ];
  return missing.join(', ');
}

function tooFew(session: Session, status: SealStatus, here: number): Problem {
  const option = deploymentOption(session);
  const works =
    'credentials are issued and ended until Vault is sealed or restarts; after that nobody opens it again';
  const way = 'make a copy of what is in PostgreSQL, then npx dbvault recover vault-volume';
  return new Problem({
    what: `${here} of the ${status.threshold} key shares that open this Vault are here`,
    where: session.store.keysFile,
    why: [
      status.sealed ? 'Vault is sealed and stays so' : `Vault is open still: ${works}`,
      'unsealing, root and new shares each take as many',
    ].join('; '),
    next: `bring shares that people hold: npx dbvault recover keys --shares <file>${option}. Where there are none, ${way}${option} gives up what Vault holds: its leases and tokens`,
    exitCode: exitCodes.refused,
  });
}

/** A new set made here would stand in clear on this machine, which nobody wanted. */
function heldByPeople({ deployment, store }: Session): Problem {
  const { holders, threshold } = store.held.read();
  const vault = `docker exec -it ${deployment.vault.containerName} vault operator`;
  return new Problem({
    what: 'The key shares are held by people, and a new set is theirs to make',
    where: store.held.folder,
    why: `any ${threshold} of the ${holders.length} holders can, also where the others lost theirs`,
    next: [
      `with the public keys copied into the container (docker cp):`,
      `    ${vault} rekey -init -key-shares=${holders.length} -key-threshold=${threshold} -pgp-keys=<file>,<file>,…`,
      `  then each holder: ${vault} rekey. Where too few have theirs: npx dbvault recover vault-volume`,
    ].join('\n'),
    exitCode: exitCodes.refused,
  });
}
