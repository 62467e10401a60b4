import { shellFlow } from '../references/shell-flow';
import { Dbvault } from '../systems/dbvault';
import { keep, keepSeconds, type Bench } from './bench';
import { inRounds } from './rounds';

/** From images that are there to a credential that is proven, and the same command again; beside the flow by hand. */
export async function bringUp(bench: Bench): Promise<void> {
  const dbvault = new Dbvault({ roles: 1, connections: 1 });
  const shell = async () => {
    const seconds = await shellFlow(bench.images);
    keepSeconds(bench.findings, seconds, { what: 'bring-up', by: 'shell' });
  };
  const ours = async () => {
    await dbvault.destroy();
    keep(bench, await dbvault.up(), { what: 'bring-up', by: 'dbvault' });
    keep(bench, await dbvault.up(), { what: 'up, nothing to change', by: 'dbvault' });
  };
  await inRounds(bench.scope.rounds, [shell, ours]);
}
