import type { Life } from '../life';

/** Where a run is killed: alone, so that its programs go on, or with them. A secret is in its hands at each. */
const strikes = [
  { step: 'apply containers', at: 'begun', afterMs: 600, kill: 'group' },
  { step: 'apply containers', at: 'answered', kill: 'alone' },
  { step: 'initialize', at: 'answered', kill: 'group' },
  { step: 'unseal', at: 'begun', afterMs: 10, kill: 'alone' },
  { step: 'apply access', at: 'begun', afterMs: 300, kill: 'group' },
  { step: 'make logins', at: 'answered', kill: 'alone' },
  { step: 'apply database', at: 'begun', afterMs: 500, kill: 'group' },
  { step: 'apply database', at: 'begun', afterMs: 300, kill: 'alone' },
  { step: 'rotate root', at: 'answered', kill: 'alone' },
  { step: 'verify', at: 'begun', afterMs: 700, kill: 'group' },
  { step: 'revoke root', at: 'answered', kill: 'alone' },
] as const;

/** Every run is killed in the middle, until one goes through. */
export async function beKilled(life: Life): Promise<void> {
  for (const strike of strikes) await life.dbvault(null, ['up', '--yes'], { strike });
  await life.dbvault(0, ['up', '--yes']);
  await life.dbvault(0, ['verify']);
  await life.dbvault(0, ['destroy', '--yes', '--delete-data']);
}
