import { existsSync, readdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { inProject, projectFolder } from '../common/project';
import { Problem, exitCodes } from '../common/problem';
import { defaultDeployment } from '../constructs/names';
import { resolveDeployment, type Deployment, type DeploymentProps } from '../constructs/deployment';

/** Environment variable that chooses the deployment where no option does. */
export const deploymentVariable = 'DBVAULT_DEPLOYMENT';

/** What the deployment is chosen by: the option, else the environment, else the default. */
export function chosenDeployment(option?: string): string {
  return option ?? process.env[deploymentVariable] ?? defaultDeployment;
}

/**
 * Loads and validates a deployment.
 *
 * @param chosen a name in `deployments/`, or the path of a file that exports `deployment`.
 * @throws Problem (exit code 64) where there is none, or with everything that is wrong with it
 */
export function loadDeployment(chosen: string): Deployment {
  const file = chosen.endsWith('.ts')
    ? resolve(projectFolder, chosen)
    : inProject(`deployments/${chosen}.ts`);
  if ((!chosen.endsWith('.ts') && !/^[\w-]+$/.test(chosen)) || !existsSync(file)) {
    throw new Problem({
      what: `There is no deployment '${chosen}'`,
      why: `deployments/ has ${knownDeployments().join(', ')}`,
      next: 'choose one with --deployment, or add a file to deployments/',
      exitCode: exitCodes.usage,
    });
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which file is known only now
  const { deployment } = require(file) as { deployment?: DeploymentProps };
  if (deployment === undefined) {
    throw new Problem({
      what: `${basename(file)} exports no 'deployment'`,
      next: 'write it as in deployments/local.ts',
      exitCode: exitCodes.usage,
    });
  }
  return resolveDeployment(deployment);
}

/** The names of the files in `deployments/`. */
export function knownDeployments(): string[] {
  return readdirSync(inProject('deployments'))
    .filter((file) => file.endsWith('.ts') && file !== basename(__filename))
    .map((file) => basename(file, '.ts'));
}
