import type { Vault } from '../systems/vault';

/** Takes away a reference's mount and its logins: Vault drops all that is in them at once. */
export async function removeMounts(operator: Vault, mount: string): Promise<void> {
  await operator.delete(`sys/mounts/${mount}`);
  await operator.delete(`sys/auth/${mount}`);
}
