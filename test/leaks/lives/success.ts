import { join } from 'node:path';
import { inProject } from '../../../common/project';
import { outputFolder } from '../../../constructs/names';
import { docker } from '../../e2e/support/outside';
import { deploymentFile } from '../deployment-file';
import type { Life } from '../life';

/** Everything a person does with a deployment, and it works. */
export async function succeed(life: Life): Promise<void> {
  const { deployment } = life;
  const option = ['--deployment', deploymentFile(deployment)];
  await life.dbvault(0, ['up', '--yes']);
  await life.dbvault(0, ['up', '--yes', '--json']);
  await life.dbvault(0, ['creds', 'db-app']);
  await life.dbvault(0, ['creds', 'db-app', '--json']);
  await life.dbvault(0, ['verify', '--json']);
  await life.dbvault(0, ['status', '--json']);
  await life.dbvault(0, ['env']);
  await life.dbvault(0, ['doctor']);
  await life.dbvault(0, ['initialize']);
  await life.dbvault(0, ['app-identity']);
  await life.dbvault(0, ['take-identity', '--out', join(life.scene.folder, 'app-token')]);
  await life.dbvault(3, ['take-identity', '--out', join(life.scene.folder, 'app-token')]);
  await life.dbvault(0, ['app-identity', '--end-before']);
  await life.dbvault(0, ['token', 'db-admin']);
  await life.dbvault(0, ['token', 'root', '--json']);
  await life.dbvault(0, ['revoke-root']);
  await life.dbvault(0, ['backup']);
  await life.dbvault(0, ['rotate-root']);
  await docker('restart', `dbvault-${deployment}-vault`);
  await life.dbvault(0, ['unseal']);
  await life.run(0, 'npx dbvault status', ['npx', 'dbvault', 'status', ...option]);
  await life.run(0, 'npm run up', ['npm', 'run', 'up', '--', ...option]);
  await life.run(0, 'npx cdktf diff', ['sh', '-c', plainCdktf(deployment)], { USER_SHELL: 'yes' });
  await life.dbvault(0, ['destroy', '--yes']);
  await life.dbvault(0, ['up', '--yes']);
  await life.dbvault(0, ['destroy', '--yes', '--delete-data']);
}

/** As the README has it. */
function plainCdktf(deployment: string): string {
  const env = `eval "$(npx dbvault env --deployment ${deploymentFile(deployment)})"`;
  const diff = `npx cdktf diff database-my-postgres-database --skip-provider-lock --output ${inProject(outputFolder(deployment))}`;
  return `${env} && ${diff}`;
}
