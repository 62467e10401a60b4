import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decryptShares, makeKeyHolders } from '../e2e/support/key-holders';
import type { FaultCase, Outcome } from './cases';
import { expect, expectHealthy } from './healthy';
import { struck, type Point } from './strike';
import { how, type System } from './system';

const up = ['up', '--yes'];
const refused = 3;
const threshold = 2;

/** Vault gives the encrypted shares out once: a run is killed around that, and the next one ends with shares of this Vault. */
export const custodyCases: readonly FaultCase[] = (['before', 'acted', 'answered'] as const).map((at) => ({
  part: 'key shares that people hold',
  title: `initialize, ${at}`,
  run: (system) => survives(system, at),
}));

async function survives(system: System, at: Point): Promise<Outcome> {
  await system.remove();
  const files = ['ann', 'ben', 'cleo'].map((name) => `test/faults/keys/${system.name}/${name}.asc`);
  const people = await makeKeyHolders(files);
  system.letPeopleHoldKeys(files);
  const killed = await system.dbvault(up, struck({ step: 'initialize', at, then: 'kill' }));
  expect(killed.signal === 'SIGKILL', `the run was killed: ${how(killed)} ${killed.stderr}`);
  const waits = await system.dbvault(up);
  expect(waits.exitCode === refused, `it waits for the holders: ${how(waits)} ${waits.stderr}`);
  const shares = await decryptShares(join(system.folder, 'keys'), people);
  system.foundShares(shares, threshold);
  const file = join(system.scratch, 'shares');
  writeFileSync(file, shares.slice(1).join('\n'), { mode: 0o600 });
  const { seconds } = await system.must(...up, '--shares', file);
  await expectHealthy(system);
  // The next case begins without these people.
  await system.remove();
  return { seconds };
}
