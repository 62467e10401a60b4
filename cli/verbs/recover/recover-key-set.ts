import { cancel, isUnderWay } from '../../../steps/ceremony';
import { rootGeneration } from '../../../steps/generate-root';
import type { InitialKeys } from '../../../steps/key-store';
import { NextKeys } from '../../../steps/next-keys';
import { eachOpens, rekey, rekeying, sharesThatOpen } from '../../../steps/rekey';
import { shareSets } from '../../../steps/share-sets';
import { unsealWithOneOf } from '../../../steps/unseal';
import type { SealStatus } from '../../../steps/vault-client';
import type { Progress } from '../../progress';
import type { Session } from '../../session';
import type { KeysAtHand } from './keys';

type ShareSets = readonly (readonly string[])[];

/**
 * From any shares that open Vault to a full set in the key store. Wherever it is
 * killed, what is on the disk opens Vault, and where there are two sets Vault tells which of them does.
 *
 * @returns what was done, in words
 */
export async function recoverKeySet(
  session: Session,
  status: SealStatus,
  atHand: KeysAtHand,
  progress: Progress,
): Promise<string[]> {
  const { vault, store, journal } = session;
  const counts = { keyShares: status.shares, keyThreshold: status.threshold };
  const nextKeys = new NextKeys(store);
  const done: string[] = [];
  // What an interrupted run made last is the likelier one.
  const candidates = [atHand.next?.shares ?? [], atHand.shares];
  let sets: ShareSets = candidates.flatMap((shares) => shareSets(shares, status.threshold));

  if (status.sealed) {
    sets = [await progress.step('Unseal Vault', () => unsealWithOneOf(vault, journal, sets))];
    done.push('unsealed Vault');
  }
  for (const ceremony of [rekeying(counts), rootGeneration]) {
    if (!(await isUnderWay(vault, ceremony))) continue;
    await cancel(vault, ceremony);
    done.push(`cancelled a ${ceremony.name} that somebody began`);
  }
  sets = [
    await progress.step('Find shares that open Vault', () => sharesThatOpen(vault, { ...counts, sets })),
  ];
  const take = () => {
    const archive = nextKeys.take();
    if (archive !== undefined) done.push(`kept the key store as it was: ${archive}`);
  };
  let keys = atHand.kept;
  if (atHand.next !== undefined) {
    if (sets.flat().every((share) => atHand.next?.shares.includes(share))) {
      take();
      keys = atHand.next;
      done.push('took up the key set that an interrupted recovery made');
    } else nextKeys.discard();
  }

  const shares = keys === atHand.next && keys !== undefined ? keys.shares : atHand.shares;
  const isSound =
    shares.length === status.shares &&
    (await progress.step('Try each key share', () => eachOpens(vault, { ...counts, shares })));
  const replaceKeys = (replacement: InitialKeys) => {
    nextKeys.save(replacement);
    take();
    keys = replacement;
  };
  const threshold = status.threshold;
  // The initialization's, where the identities that take its place do not work yet.
  const root = keys?.rootToken === undefined ? {} : { rootToken: keys.rootToken };
  if (!isSound) {
    await progress.step('Make new key shares', () =>
      journal.step('rekey', {}, async () => {
        const keep = (made: readonly string[]) =>
          nextKeys.save({ shares: [...made], threshold, ...root }).shares;
        await rekey(vault, { ...counts, sets, keep });
        take();
      }),
    );
    done.push(`made ${status.shares} new key shares, and proved to Vault that they are stored`);
  } else if (keys === undefined || keys.shares.length < shares.length) {
    replaceKeys({ shares: [...shares], threshold, ...root });
    done.push(`stored all ${status.shares} key shares`);
  }
  const { clusterId } = await vault.sealStatus();
  if (clusterId !== undefined && clusterId !== store.clusterId) store.saveClusterId(clusterId);
  return done;
}
