import { existsSync, readdirSync } from 'node:fs';
import { inProject } from '../../common/project';
import { auditVolume, postgresVolume, vaultVolume } from '../../constructs/names';
import { expect, expectHealthy } from './healthy';
import type { System } from './system';

/** What must hold after `destroy`: nothing runs, the data is kept, and `up` goes on with it. */
export async function expectDown(system: System): Promise<void> {
  await expectNone(system, 'container');
  await expectNone(system, 'network');
  const volumes = (await system.inDocker('volume')).sort();
  const kept = [postgresVolume(system.postgres), auditVolume(system.vault), vaultVolume(system.vault)];
  expect(volumes.join() === kept.join(), `every volume stays: ${volumes.join()}`);
  expect(system.keys().shares.length === 5, 'the key shares stay');
  await system.must('up', '--yes');
  await expectHealthy(system);
}

/** What must hold after `destroy --delete-data`: nothing is left. */
export async function expectNothingLeft(system: System): Promise<void> {
  for (const kind of ['container', 'network', 'volume'] as const) await expectNone(system, kind);
  const files = existsSync(system.folder) ? readdirSync(system.folder) : [];
  expect(files.length === 0, `no file of the deployment is left: ${files.join()}`);
  expect(!existsSync(inProject(`cdktf.out.${system.name}`)), 'no synthesized stack is left');
}

async function expectNone(system: System, kind: 'container' | 'volume' | 'network'): Promise<void> {
  const names = await system.inDocker(kind);
  expect(names.length === 0, `no ${kind} is left: ${names.join()}`);
}
