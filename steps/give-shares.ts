import { Problem, exitCodes } from '../common/problem';
import type { Journal } from './journal';
import { untilActive, type Serves } from './unseal';
import { VaultRequestProblem, type SealStatus, type VaultClient } from './vault-client';

/**
 * Gives Vault fewer shares than open it, beside those that others gave: these go on counting. Where it opens, waits
 * until it serves requests.
 *
 * @returns how many Vault has now, and whether it opened
 * @throws Problem where it had enough and they do not open it: it has forgotten them all, and tells not which is wrong
 */
export async function giveShares(
  vault: VaultClient,
  journal: Journal,
  shares: readonly string[],
  serves: Serves = untilActive,
): Promise<SealStatus> {
  return journal.step('unseal', {}, async () => {
    for (const key of shares) {
      const { sealed, threshold } = await vault.sealStatus();
      if (!sealed) break;
      try {
        await vault.write('sys/unseal', { key });
      } catch (error) {
        if (!(error instanceof VaultRequestProblem) || error.statusCode !== 400) throw error;
        throw doNotOpen(vault, threshold);
      }
    }
    const status = await vault.sealStatus();
    if (!status.sealed) await serves(vault);
    return status;
  });
}

function doNotOpen({ address }: VaultClient, threshold: number): Problem {
  return new Problem({
    what: 'The key shares that were given do not open this Vault',
    where: address,
    why: `at least one of the ${threshold} is wrong, and Vault tells not which; it has forgotten all of them`,
    next: 'each holder gives the own share again: npx dbvault unseal',
    exitCode: exitCodes.refused,
  });
}
