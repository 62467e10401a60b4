import { Problem } from '../common/problem';
import { planPolicy } from '../constructs/names';
import { rootAccessors } from '../steps/root-tokens';
import type { Proof } from '../steps/verify';
import type { Session } from './session';
import { deploymentOption } from './summary';

/**
 * Ends every token that may do everything: the one that this run used, and those that others left.
 *
 * @returns what changed, in words, and the proof that none is left
 */
export async function endRootTokens(
  session: Session,
): Promise<{ readonly changed: readonly string[]; readonly proof: Proof }> {
  const { identities } = session;
  const plan = await identities.as(planPolicy);
  if ((await rootAccessors(plan)).length > 0) await identities.root();
  const hasEnded = await identities.endRoot();
  return { changed: hasEnded ? ['ended root'] : [], proof: await proveNoRoot(session) };
}

/** @throws Problem that says how many there are */
export async function proveNoRoot(session: Session): Promise<Proof> {
  const left = await rootAccessors(await session.identities.as(planPolicy));
  if (left.length === 0) return { claim: 'no token with the policy root is left' };
  throw new Problem({
    what: left.length === 1 ? 'There is a root token' : `There are ${left.length} root tokens`,
    where: session.vault.address,
    why: 'whoever has it may do everything; a killed run leaves one, or somebody made it',
    next: rootNext(session),
  });
}

/** What ends them. */
export function rootNext(session: Session): string {
  return `npx dbvault revoke-root${deploymentOption(session)}`;
}
