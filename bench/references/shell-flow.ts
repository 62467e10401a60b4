import { inProject, projectFolder } from '../../common/project';
import { mustRun } from '../../common/run';
import type { ImageNames } from '../../toolchain';
import { ports } from '../systems/declared';

/** The flow by hand. It counts its own time, in seconds: how it cleans up is no part of the flow. */
export async function shellFlow(images: ImageNames): Promise<number> {
  const script = inProject('bench/references/reference-flow.sh');
  const output = await mustRun(script, [], 'The reference flow failed', {
    cwd: projectFolder,
    env: {
      VAULT_IMAGE: images.vault,
      POSTGRES_IMAGE: images.postgres,
      BENCH_NAME: 'dbvault-bench-reference',
      BENCH_VAULT_PORT: String(ports.shell.vault),
      BENCH_POSTGRES_PORT: String(ports.shell.postgres),
      BENCH_STORAGE: process.env['BENCH_STORAGE'] === 'file' ? 'file' : 'raft',
    },
  });
  const seconds = /reference flow: ([\d.]+) s/.exec(output)?.[1];
  if (seconds === undefined) throw new Error(`the reference flow did not say its time: ${output}`);
  return Number(seconds);
}
