import { inspectContainer } from '../steps/docker';
import { initialize } from '../steps/initialize';
import { isRegistered, registerPlugin, type Plugin } from '../steps/register-plugin';
import { unseal } from '../steps/unseal';
import { waitForVault } from '../steps/wait-for-vault';
import type { ReportDetail } from './progress';
import { rootOf, type Session } from './session';

/** Labels of an image that brings PostgreSQL's plugin beside Vault. */
const pluginLabels = {
  command: 'dbvault.plugin.postgresql.command',
  sha256: 'dbvault.plugin.postgresql.sha256',
};

/**
 * Brings Vault from whatever state it is in to open: initialized, unsealed, with its PostgreSQL plugin.
 *
 * @returns what it did, in words; empty where Vault was open
 */
export async function openVault(
  session: Session,
  report: ReportDetail,
  signal?: AbortSignal,
): Promise<string[]> {
  const { vault, store, deployment } = session;
  const done: string[] = [];
  report('waiting for its API');
  const status = await waitForVault(vault, deployment.vault.containerName, { signal });
  if (!status.initialized) {
    report('initializing');
    await initialize(vault, store, deployment.vault);
    done.push(`initialized Vault with ${deployment.vault.keyShares} key shares`);
  }
  if (status.sealed) {
    report('unsealing');
    await unseal(vault, () => store.readKeys().shares);
    done.push('unsealed Vault');
  }
  const plugin = await pluginOf(session);
  if (plugin !== undefined && (await registerPlugin(rootOf(session), plugin))) {
    done.push("registered PostgreSQL's plugin");
  }
  return done;
}

/** Whether Vault knows its PostgreSQL plugin, or has it built in. */
export async function pluginIsRegistered(session: Session): Promise<boolean> {
  const plugin = await pluginOf(session);
  return plugin === undefined || isRegistered(rootOf(session), plugin);
}

async function pluginOf({ deployment }: Session): Promise<Plugin | undefined> {
  const labels = (await inspectContainer(deployment.vault.containerName))?.labels ?? {};
  const command = labels[pluginLabels.command];
  const sha256 = labels[pluginLabels.sha256];
  return command === undefined || sha256 === undefined ? undefined : { command, sha256 };
}
