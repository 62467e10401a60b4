import { Problem, exitCodes } from '../common/problem';
import { inspectContainer, logHolds } from '../steps/docker';
import { emptyVault } from '../steps/empty-vault';
import { answerWasLost, initialize, initializedNoKeys } from '../steps/initialize';
import { planPolicy } from '../constructs/names';
import { isRegistered, registerPlugin, type Plugin } from '../steps/register-plugin';
import type { SealStatus, VaultClient } from '../steps/vault-client';
import { markVolume, readVolumeMark } from '../steps/volume-mark';
import { waitForVault } from '../steps/wait-for-vault';
import { lookAtNodes, notAllAnswer, refuseOtherVaults, refuseSeveralWithoutKeys } from './open-nodes';
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
  const { store, deployment, journal } = session;
  const [first] = session.nodes;
  const done: string[] = [];
  report('waiting for its API');
  let status = await stateOfAll(session, signal);
  if (status.initialized && !store.hasKeys) {
    await emptyUnusable(session, status, report);
    done.push('emptied a Vault whose keys no run ever got');
    status = await stateOfAll(session, signal);
  }
  if (!status.initialized && store.hasKeys && archiveKeys) {
    done.push(`moved the keys of another Vault to ${store.archive()}`);
  }
  if (!status.initialized) {
    report('initializing');
    await initialize(first.vault, store, journal, {
      ...deployment.vault,
      holders: deployment.keys?.pgp,
      markVolume: () => markVolume(first.containerName, first.engine),
    });
    done.push(`initialized Vault with ${deployment.vault.keyShares} key shares`);
  }
  if (status.sealed) {
    report('unsealing');
    await openSealed(session);
    done.push('unsealed Vault');
  }
  await proveItsKeys(session);
  await refuseOtherVaults(session);
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

/** How Vault is: its node, or all nodes together, which are sealed as long as one of them is. */
async function stateOfAll(
  session: Session,
  signal: AbortSignal | undefined,
): Promise<Pick<SealStatus, 'initialized' | 'sealed'>> {
  const waited = session.nodes.map(({ vault, containerName, engine }) =>
    waitForVault(vault, containerName, { signal, engine }),
  );
  if (waited.length === 1) return Promise.race(waited);
  await Promise.allSettled(waited);
  const found = await lookAtNodes(session);
  if (found.some(({ status }) => status?.initialized === true)) {
    if (!session.store.hasKeys) refuseSeveralWithoutKeys(session, found);
    return { initialized: true, sealed: found.some(({ status }) => status?.sealed === true) };
  }
  if (found.some(({ status }) => status === undefined)) throw notAllAnswer(found);
  return { initialized: false, sealed: true };
}

/** Whether Vault knows its PostgreSQL plugin, or has it built in. */
export async function pluginIsRegistered(session: Session, plan: VaultClient): Promise<boolean> {
  const plugin = await pluginOf(session);
  return plugin === undefined || isRegistered(plan, plugin);
}

/** Empties a Vault that was initialized and whose keys nobody ever had. @throws Problem where that is not proven */
async function emptyUnusable(
  { vault, store, journal, nodes: [first] }: Session,
  status: Pick<SealStatus, 'sealed'>,
  report: ReportDetail,
): Promise<void> {
  const { containerName, engine } = first;
  const isUnused =
    status.sealed &&
    answerWasLost(journal, await readVolumeMark(containerName, engine)) &&
    !(await logHolds(containerName, 'vault is unsealed', engine));
  // A run that was killed while it emptied the volume had proven it.
  if (!isUnused && !journal.isInterrupted('empty vault')) throw initializedNoKeys(vault.address, store.place);
  report('its keys were lost on their way here by a killed run: emptying it');
  await journal.step('empty vault', {}, () => emptyVault(containerName, engine));
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

async function pluginOf({ nodes }: Session): Promise<Plugin | undefined> {
  const found = await Promise.all(nodes.map((node) => inspectContainer(node.containerName, node.engine)));
  const labels = found.find((container) => container !== undefined)?.labels ?? {};
  const command = labels[pluginLabels.command];
  const sha256 = labels[pluginLabels.sha256];
  return command === undefined || sha256 === undefined ? undefined : { command, sha256 };
}
