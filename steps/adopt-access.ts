import { mountDescription } from '../constructs/names';
import type { PlannedChange, StackEnvironment, TerraformStack } from './terraform-stack';
import { dataOf, type VaultClient } from './vault-client';

/** What Vault refuses to enable twice, and where it lists what there is. */
const listedAt: Readonly<Record<string, string>> = {
  vault_audit: 'sys/audit',
  vault_auth_backend: 'sys/auth',
};

/**
 * Takes the deployment's own audit devices and logins into Terraform's state where that does not know them, as after
 * a Terraform that was killed or a state that was lost.
 *
 * @param root a client that may list them
 * @returns whether it took any up; the plan is made anew after that
 */
export async function adoptAccess(
  stack: TerraformStack,
  environment: StackEnvironment,
  root: VaultClient,
  deployment: string,
): Promise<boolean> {
  const changes = await stack.plannedChanges();
  const created = changes.filter(({ type, actions }) => type in listedAt && actions.join() === 'create');
  let hasAdopted = false;
  for (const { address, type, after } of created) {
    if (!(await isOwn(root, type, after, deployment))) continue;
    await stack.import(environment, address, String(after['path']));
    hasAdopted = true;
  }
  return hasAdopted;
}

/** Its description says whose it is. */
async function isOwn(
  root: VaultClient,
  type: string,
  { path }: PlannedChange['after'],
  deployment: string,
): Promise<boolean> {
  const found = dataOf((await root.read(listedAt[type] ?? '')) ?? {}) as Record<
    string,
    { description: string }
  >;
  return found[`${String(path)}/`]?.description === mountDescription(deployment);
}
