import { connectionType, type PlannedChange } from '../steps/terraform-stack';
import type { Progress } from './progress';
import type { Session } from './session';

/**
 * Ends the leases of this mount where a plan takes a connection away: nobody could end them afterwards, and their
 * users would stay in PostgreSQL.
 *
 * @returns what it did, in words
 */
export async function endLeasesOfLost(
  session: Session,
  changes: readonly PlannedChange[],
  progress: Progress,
): Promise<string[]> {
  const isLost = changes.some(({ type, actions }) => type === connectionType && actions.includes('delete'));
  if (!isLost) return [];
  const { journal, deployment, identities } = session;
  await progress.step('End the leases of the connection', () =>
    journal.step('revoke leases', {}, async () =>
      (await identities.root()).write(`sys/leases/revoke-prefix/${deployment.mount}/creds`, { sync: true }),
    ),
  );
  return ['ended the leases of the connection that is replaced'];
}
