import { Problem, exitCodes } from '../common/problem';
import { inspectContainer, logHolds } from '../steps/docker';
import { emptyVault } from '../steps/empty-vault';
import { answerWasLost, initialize, initializedNoKeys } from '../steps/initialize';
import { planPolicy } from '../constructs/names';
import { isRegistered, registerPlugin, type Plugin } from '../steps/register-plugin';
import type { SealStatus, VaultClient } from '../steps/vault-client';
import { markVolume, readVolumeMark } from '../steps/volume-mark';
import { waitForVault } from '../steps/wait-for-vault';
import { openSealed } from './open-sealed';
import type { ReportDetail } from './progress';
import type { Session } from './session';

/** Labels of an image that brings PostgreSQL's plugin beside Vault. */
const pluginLabels = {
  command: 'dbvault.plugin.postgresql.command',
  sha256: 'dbvault.plugin.postgresql.sha256',
};

export interface OpenVaultOptions {
  /** Whether the keys of a Vault that is gone may be moved aside to begin anew. */
  readonly archiveKeys: boolean;
}

/**
 * Brings Vault from whatever state it is in to open: initialized, unsealed, with its PostgreSQL plugin.
 *
 * @returns what it did, in words; empty where Vault was open
 */
export async function openVault(
  session: Session,
  report: ReportDetail,
  { archiveKeys, signal }: OpenVaultOptions & { readonly signal?: AbortSignal | undefined },
): Promise<string[]> {
  const { vault, store, deployment, journal } = session;
  const done: string[] = [];
  report('waiting for its API');
  let status = await waitForVault(vault, deployment.vault.containerName, { signal });
  if (status.initialized && !store.hasKeys) {
    await emptyUnusable(session, status, report);
    done.push('emptied a Vault whose keys no run ever got');
    status = await waitForVault(vault, deployment.vault.containerName, { signal });
  }
  if (!status.initialized && store.hasKeys && archiveKeys) {
    done.push(`moved the keys of another Vault to ${store.archive()}`);
  }
  if (!status.initialized) {
    report('initializing');
    await initialize(vault, store, journal, {
      ...deployment.vault,
      holders: deployment.keys?.pgp,
      markVolume: () => markVolume(deployment.vault.containerName),
    });
    done.push(`initialized Vault with ${deployment.vault.keyShares} key shares`);
  }
  if (status.sealed) {
    report('unsealing');
    await openSealed(session);
    done.push('unsealed Vault');
  }
  await proveItsKeys(session);
  const plugin = await pluginOf(session);
  const { identities } = session;
  if (
    plugin !== undefined &&
    !(await identities.look(planPolicy, (reader) => isRegistered(reader, plugin)))
  ) {
    await registerPlugin(await identities.root(), journal, plugin);
    done.push("registered PostgreSQL's plugin");
  }
  return done;
}

/** Whether Vault knows its PostgreSQL plugin, or has it built in. */
export async function pluginIsRegistered(session: Session, plan: VaultClient): Promise<boolean> {
  const plugin = await pluginOf(session);
  return plugin === undefined || isRegistered(plan, plugin);
}

/** Empties a Vault that was initialized and whose keys nobody ever had. @throws Problem where that is not proven */
async function emptyUnusable(
  { vault, store, journal, deployment }: Session,
  status: SealStatus,
  report: ReportDetail,
): Promise<void> {
  const { containerName } = deployment.vault;
  const isUnused =
    status.sealed &&
    answerWasLost(journal, await readVolumeMark(containerName)) &&
    !(await logHolds(containerName, 'vault is unsealed'));
  // A run that was killed while it emptied the volume had proven it.
  if (!isUnused && !journal.isInterrupted('empty vault')) throw initializedNoKeys(vault.address, store.place);
  report('its keys were lost on their way here by a killed run: emptying it');
  await journal.step('empty vault', {}, () => emptyVault(containerName));
}

/** Keeps which Vault the keys opened. @throws Problem where they belong to another one */
async function proveItsKeys(session: Session): Promise<void> {
  const { vault, store } = session;
  const { clusterId } = await vault.sealStatus();
  if (clusterId === undefined || clusterId === store.clusterId) return;
  if (store.clusterId === undefined) {
    // Whoever unsealed it: that the shares make root shows that they are this Vault's.
    await session.identities.root();
    store.saveClusterId(clusterId);
    return;
  }
  throw new Problem({
    what: 'The Vault that runs is not the one that the key store belongs to',
    where: vault.address,
    why: `its cluster id is ${clusterId}, the key store's is ${store.clusterId}`,
    next: `bring back that Vault's volume, or the keys of this one: ${store.place}`,
    exitCode: exitCodes.refused,
  });
}

async function pluginOf({ deployment }: Session): Promise<Plugin | undefined> {
  const labels = (await inspectContainer(deployment.vault.containerName))?.labels ?? {};
  const command = labels[pluginLabels.command];
  const sha256 = labels[pluginLabels.sha256];
  return command === undefined || sha256 === undefined ? undefined : { command, sha256 };
}
