import { mountDescription } from '../constructs/names';
import { connectionType } from './resource-types';
import type { StackEnvironment, TerraformStack } from './terraform-stack';
import { dataOf, VaultRequestProblem, type VaultClient } from './vault-client';

/**
 * Takes the deployment's own connection into Terraform's state where that does not know them, as after a
 * Terraform that was killed or a state that was lost. To make them anew would fail, or send the first password over
 * the one that Vault rotated.
 *
 * @param dbAdmin a client that may read the mount and the connection
 * @returns what it took up, by address; the plan is made anew after that
 */
export async function adoptDatabase(
  stack: TerraformStack,
  environment: StackEnvironment,
  dbAdmin: VaultClient,
  deployment: string,
): Promise<string[]> {
  const changes = await stack.plannedChanges();
  const adopted: string[] = [];
  for (const { address, isTainted } of changes) {
    if (!isTainted) continue;
    await stack.untaint(address);
    adopted.push(address);
  }
  for (const { address, actions, after } of changes.filter(({ type }) => type === connectionType)) {
    if (actions.includes('delete')) continue;
    const { backend, name } = await after();
    const mount = String(backend);
    const id = `${mount}/config/${String(name)}`;
    if (!(await isOwnMount(dbAdmin, mount, deployment)) || (await dbAdmin.read(id)) === undefined) continue;
    if (actions.includes('create')) await stack.import(environment, address, id);
    // Also where it was imported by a run that was killed before this.
    await stack.editState(address, noteFirstPasswordSent);
    adopted.push(address);
  }
  return adopted;
}

/** Vault shows no password, so an import leaves out that one was sent, and the next apply would send it again. */
function noteFirstPasswordSent(attributes: Record<string, unknown>): void {
  const [postgresql] = attributes['postgresql'] as [Record<string, unknown>];
  postgresql['password_wo_version'] = 1;
}

async function isOwnMount(dbAdmin: VaultClient, path: string, deployment: string): Promise<boolean> {
  try {
    const mount = await dbAdmin.read(`sys/mounts/${path}`);
    return mount !== undefined && dataOf(mount)['description'] === mountDescription(deployment);
  } catch (error) {
    // Vault's answer for a mount that is not there.
    if (error instanceof VaultRequestProblem && error.statusCode === 400) return false;
    throw error;
  }
}
