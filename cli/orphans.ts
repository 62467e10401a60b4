import { Problem } from '../common/problem';
import { planPolicy } from '../constructs/names';
import { inspectContainer } from '../steps/docker';
import { findOrphans, type Orphans } from '../steps/orphans';
import type { Proof } from '../steps/verify';
import { postgresServer } from './live-systems';
import type { Session } from './session';
import { deploymentOption } from './summary';

/** So many names are told; of more, how many there are. */
const namesTold = 10;

/** The users in PostgreSQL that Vault knows no more. */
export async function orphansOf(session: Session): Promise<Orphans> {
  const root = await session.identities.asOrRoot(planPolicy);
  return findOrphans({ root, postgres: postgresServer(session) });
}

/** Whether they can be looked for: Vault is open, there is a login for it, and PostgreSQL runs. */
export async function canLookForOrphans(session: Session): Promise<boolean> {
  const container = await inspectContainer(session.deployment.postgres.containerName);
  if (container?.state !== 'running') return false;
  try {
    const { initialized, sealed } = await session.vault.sealStatus();
    return initialized && !sealed && (await session.identities.ifThere(planPolicy)) !== undefined;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}

export function countOrphans({ names, hidden }: Orphans): number {
  return names.length + hidden.count;
}

/** How many there are, and which. */
export function orphansInWords(orphans: Orphans): string {
  const { names, hidden } = orphans;
  const rest = names.length > namesTold ? ` and ${names.length - namesTold} more` : '';
  const told = names.length === 0 ? '' : `: ${names.slice(0, namesTold).join(', ')}${rest}`;
  const among =
    hidden.count === 0
      ? ''
      : `${names.length === 0 ? ': ' : '; '}${hidden.count} among ${hidden.among.length} made at the same time`;
  return `${countOrphans(orphans)}${told}${among}`;
}

/** What drops them. */
export function orphansNext(session: Session): string {
  return `npx dbvault recover orphans${deploymentOption(session)}`;
}

/** @throws Problem that names them, where there are any */
export async function proveNoOrphans(session: Session): Promise<Proof> {
  const orphans = await orphansOf(session);
  if (countOrphans(orphans) === 0)
    return { claim: 'PostgreSQL has no user of Vault that Vault knows no more' };
  throw new Problem({
    what: 'PostgreSQL has users that Vault made and knows no more, so that nobody ends them',
    where: session.deployment.postgres.containerName,
    why: orphansInWords(orphans),
    next: orphansNext(session),
  });
}
