import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../common/problem';
import { auditFile, auditFolder } from '../constructs/names';
import { docker, runDocker, type Engine } from './docker';
import type { Journal } from './journal';

const reopensWithinMs = 10_000;
const pauseMs = 100;

/**
 * Puts the audit log's file aside under the time's name, and has Vault begin a new one. No entry is lost: Vault writes
 * to the file that was put aside until it opens the new one.
 *
 * @param container Vault's
 * @returns where the entries up to now are, in the container; undefined where a killed run had put them aside already
 */
export async function rotateAuditLog(
  container: string,
  journal: Journal,
  engine?: Engine,
): Promise<string | undefined> {
  const aside = `${auditFolder}/audit-${new Date().toISOString().replaceAll(/[:.]/g, '-')}.log`;
  const hasFile = await isThere(container, engine);
  await journal.step('rotate audit log', {}, async () => {
    if (hasFile) await docker(['exec', container, 'mv', auditFile, aside], engine);
    await docker(['kill', '--signal', 'HUP', container], engine);
    await untilThere(container, engine);
  });
  return hasFile ? aside : undefined;
}

async function untilThere(container: string, engine: Engine): Promise<void> {
  const deadline = Date.now() + reopensWithinMs;
  while (!(await isThere(container, engine))) {
    if (Date.now() > deadline) {
      throw new Problem({
        what: 'Vault began no new audit log',
        where: `${container}, ${auditFile}`,
        why: `not within ${reopensWithinMs / 1000} s; it goes on writing to the one that was put aside`,
        next: 'npx dbvault status says whether the device is enabled; then run the same command again',
      });
    }
    await sleep(pauseMs);
  }
}

async function isThere(container: string, engine: Engine): Promise<boolean> {
  return (await runDocker(['exec', container, 'test', '-e', auditFile], engine)).exitCode === 0;
}
