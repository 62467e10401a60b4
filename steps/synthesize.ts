import { outputFolder } from '../constructs/names';
import { inProject, projectFolder } from '../common/project';
import { Problem } from '../common/problem';
import { run, lastLines } from '../common/run';

/**
 * Synthesizes a deployment's stacks, in a process of its own: cdktf takes longer to load than all else.
 *
 * @param choice what the deployment is loaded by: a name, or a file
 * @param deployment the deployment's name
 */
export async function synthesize(choice: string, deployment: string): Promise<void> {
  const result = await run(process.execPath, ['--require', 'sucrase/register/ts', 'main.ts'], {
    cwd: projectFolder,
    env: { DBVAULT_DEPLOYMENT: choice, CDKTF_OUTDIR: inProject(outputFolder(deployment)) },
  });
  if (result.exitCode === 0) return;
  throw new Problem({ what: 'Synthesis failed', where: 'main.ts', why: lastLines(result.stderr) });
}
