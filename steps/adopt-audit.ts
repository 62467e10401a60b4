import { mountDescription } from '../constructs/names';
import type { StackEnvironment, TerraformStack } from './terraform-stack';
import { dataOf, type VaultClient } from './vault-client';

/**
 * Takes the deployment's own audit devices into Terraform's state where that does not know them, as after a Terraform
 * that was killed or a state that was lost: Vault refuses to enable one twice.
 *
 * @param root a client that may list audit devices
 * @returns whether it took any up; the plan is made anew after that
 */
export async function adoptAudit(
  stack: TerraformStack,
  environment: StackEnvironment,
  root: VaultClient,
  deployment: string,
): Promise<boolean> {
  const changes = await stack.plannedChanges();
  const created = changes.filter(
    ({ type, actions }) => type === 'vault_audit' && actions.join() === 'create',
  );
  if (created.length === 0) return false;
  const devices = dataOf((await root.read('sys/audit')) ?? {}) as Record<string, { description: string }>;
  const own = created.filter(
    ({ after }) => devices[`${String(after['path'])}/`]?.description === mountDescription(deployment),
  );
  for (const { address, after } of own) await stack.import(environment, address, String(after['path']));
  return own.length > 0;
}
