import type { PlannedChange } from '../steps/planned-changes';
import { connectionType, roleType } from '../steps/resource-types';
import type { TerraformStack } from '../steps/terraform-stack';
import type { Progress } from './progress';
import type { Session } from './session';

/**
 * Ends the leases of a connection's roles where a plan takes the connection away: nobody could end them afterwards,
 * and their users would stay in PostgreSQL.
 *
 * @returns what it did, in words
 */
export async function endLeasesOfLost(
  session: Session,
  stack: TerraformStack,
  changes: readonly PlannedChange[],
  progress: Progress,
): Promise<string[]> {
  const isLost = changes.some(({ type, actions }) => type === connectionType && actions.includes('delete'));
  if (!isLost) return [];
  const issuing = stack.stateIds([roleType]).map((id) => id.replace('/roles/', '/creds/'));
  await endLeasesOf(session, issuing, progress);
  return ['ended the leases of the connection that is replaced'];
}

/** @param paths that issue, such as `database/creds/db-app`, or what they begin with */
export async function endLeasesOf(
  { journal, identities }: Session,
  paths: readonly string[],
  progress: Progress,
): Promise<void> {
  await progress.step('End the leases of the connection', () =>
    journal.step('revoke leases', {}, async () => {
      const root = await identities.root();
      for (const path of paths) await root.write(`sys/leases/revoke-prefix/${path}`, { sync: true });
    }),
  );
}
