import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, run } from '../../common/run';
import { vaultApi } from '../e2e/support/outside';
import type { FaultCase, Outcome } from './cases';
import { expect, wellAgain } from './healthy';
import { heldAt } from './strike';
import type { System } from './system';
import { expectToldWhatHelps } from './told';

const up = ['up', '--yes'];

/** A full disk may take a part of a file without an error: then reading it back tells. */
const diskIsNamed = /Could not write a file/;

/** The key store is on a disk that is full: before Vault is initialized, and just when its keys come. */
export const diskFullCases: readonly FaultCase[] = [
  {
    part: 'disk full',
    title: 'at the key store, before Vault is initialized',
    run: (system) =>
      withSmallDisk(system, '16k', async () => {
        const cut = await system.dbvault(up);
        expectToldWhatHelps(cut);
        expect(diskIsNamed.test(cut.stderr), `the disk is named: ${cut.stderr}`);
        const { initialized } = (await vaultApi(system.port, '', 'sys/seal-status')).body;
        expect(initialized === false, 'nothing was initialized');
      }),
  },
  {
    part: 'disk full',
    title: 'at the key store, when the keys come',
    run: (system) =>
      withSmallDisk(system, '128k', async (folder) => {
        const cut = await heldAt(system, up, { step: 'initialize', at: 'before' }, () => fill(folder));
        if (cut === undefined) throw new Error('The run did not come to the initialization');
        expectToldWhatHelps(cut);
        expect(diskIsNamed.test(cut.stderr), `the disk is named: ${cut.stderr}`);
      }),
  },
];

/** Puts a small disk of its own under the key store, and brings the deployment up without it afterwards. */
async function withSmallDisk(
  system: System,
  size: string,
  work: (folder: string) => Promise<void>,
): Promise<Outcome> {
  await system.remove();
  const folder = join(system.folder, 'keys');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0700`, 'tmpfs', folder]);
  if (mounted.exitCode !== 0) return { notReached: 'this machine lets nobody here mount a small disk' };
  try {
    await work(folder);
  } finally {
    await mustRun('umount', [folder], 'The small disk could not be taken away');
  }
  return wellAgain(system);
}

function fill(folder: string): void {
  try {
    for (let file = 0; ; file++) writeFileSync(join(folder, `filler-${file}`), Buffer.alloc(4096));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
