import { alone } from '../alone';
import { rmSync } from 'node:fs';
import { inProject } from '../../common/project';
import { Problem, exitCodes } from '../../common/problem';
import { deploymentFolder, deploymentLabel, outputFolder } from '../../constructs/names';
import { findByLabel } from '../../steps/docker';
import { synthesize } from '../../steps/synthesize';
import { tools } from '../../toolchain';
import { printResult } from '../output';
import { confirm, needsOf } from '../prepare-tools';
import { Progress } from '../progress';
import { openSession, rootOf, type CommonArguments, type Session } from '../session';
import { Stacks } from '../stacks';
import { deploymentOption } from '../summary';

export interface DestroyArguments extends CommonArguments {
  readonly yes: boolean;
  readonly deleteData: boolean;
}

/** Ends the leases and removes what runs. Volumes, key shares and state stay, unless `--delete-data`. */
export async function destroy(args: DestroyArguments): Promise<void> {
  const session = openSession(args);
  const { name } = session.deployment;
  const progress = new Progress();
  const label = `${deploymentLabel}=${name}`;
  const folder = deploymentFolder(name);
  const containers = await findByLabel('container', label);
  const volumes = await findByLabel('volume', label);
  await agree(args, [
    ...containers.map((container) => `container ${container}`),
    ...(args.deleteData
      ? [
          ...volumes.map((volume) => `volume ${volume}, with its data`),
          `${folder}, with the key shares and the state`,
        ]
      : []),
  ]);

  await alone(session, async () => {
    const leasesEnded = await progress.step('End all leases', () => endLeases(session));
    const found = await tools(needsOf(session));
    await progress.step('Synthesize', () => synthesize(session.choice, name));
    const stacks = new Stacks(session, found);
    await stacks.containers.init();
    const types = args.deleteData ? undefined : ['docker_container', 'docker_network'];
    await progress.step('Remove containers', () =>
      stacks.containers.destroy(stacks.containersEnvironment(), types),
    );
    const result = { removed: containers, deletedVolumes: args.deleteData ? volumes : [], leasesEnded };
    const kept = args.deleteData
      ? 'The volumes, the key shares and the state are deleted.'
      : `The volumes (${volumes.join(', ')}) and ${folder} stay: npx dbvault up${deploymentOption(session)} goes on with them.`;
    const leases = leasesEnded
      ? 'All leases are ended.'
      : 'Vault was not open: its leases end when it is again.';
    printResult(args, result, [`'${name}' is down. ${leases}`, kept]);
  });
  if (args.deleteData) {
    rmSync(inProject(folder), { recursive: true, force: true });
    rmSync(inProject(outputFolder(name)), { recursive: true, force: true });
  }
}

async function agree(args: DestroyArguments, what: readonly string[]): Promise<void> {
  if (args.yes) return;
  console.error(['To be removed:', ...what.map((line) => `  ${line}`)].join('\n'));
  if (process.stdin.isTTY && (await confirm('Remove it?'))) return;
  throw new Problem({
    what: 'Nothing was removed',
    why: 'it needs your word',
    next: `npx dbvault destroy --yes${args.deleteData ? ' --delete-data' : ''}`,
    exitCode: exitCodes.refused,
  });
}

/** @returns false where Vault does not answer or is sealed, so that there is nobody to end them */
async function endLeases(session: Session): Promise<boolean> {
  try {
    if ((await session.vault.sealStatus()).sealed) return false;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
  await rootOf(session).write(`sys/leases/revoke-prefix/${session.deployment.mount}`);
  return true;
}
