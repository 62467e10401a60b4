import { mountDescription } from '../constructs/names';
import type { PlannedChange } from './planned-changes';
import { mountType } from './resource-types';
import type { StackEnvironment, TerraformStack } from './terraform-stack';
import { dataOf, type VaultClient } from './vault-client';

/** What Vault refuses to enable twice, and where it lists what there is. */
const listedAt: Readonly<Record<string, string>> = {
  vault_audit: 'sys/audit',
  vault_auth_backend: 'sys/auth',
  vault_mount: 'sys/mounts',
};

/** What the provider cannot make again: it sets what Vault lets nobody set afterwards. */
const appRole = 'vault_approle_auth_backend_role';

/**
 * Takes the deployment's own audit devices, logins and mount into Terraform's state where that does not know them, as after
 * a Terraform that was killed or a state that was lost.
 *
 * @param root a client that may read them
 * @returns what it took up, by address; the plan is made anew after that
 */
export async function adoptAccess(
  stack: TerraformStack,
  environment: StackEnvironment,
  root: VaultClient,
  deployment: string,
): Promise<string[]> {
  const changes = await stack.plannedChanges();
  const adopted: string[] = [];
  for (const { address, type, isTainted } of changes) {
    if (!isTainted || type !== mountType) continue;
    await stack.untaint(address);
    adopted.push(address);
  }
  const created = changes.filter(({ actions }) => actions.join() === 'create');
  for (const change of created) {
    const id = await idOfOwn(root, change, deployment);
    if (id === undefined) continue;
    await stack.import(environment, change.address, id);
    adopted.push(change.address);
  }
  return adopted;
}

/** As Terraform calls what is there; undefined where it is not, or is somebody else's. */
async function idOfOwn(
  root: VaultClient,
  { type, after: valuesAfter }: PlannedChange,
  deployment: string,
): Promise<string | undefined> {
  const isOwn = async (list: string, path: string) => {
    const found = dataOf((await root.read(list)) ?? {}) as Record<string, { description: string }>;
    return found[`${path}/`]?.description === mountDescription(deployment);
  };
  const after = await valuesAfter();
  if (type === appRole) {
    const backend = String(after['backend']);
    const id = `auth/${backend}/role/${String(after['role_name'])}`;
    return (await isOwn('sys/auth', backend)) && (await root.read(id)) !== undefined ? id : undefined;
  }
  const list = listedAt[type];
  const path = String(after['path']);
  return list !== undefined && (await isOwn(list, path)) ? path : undefined;
}
