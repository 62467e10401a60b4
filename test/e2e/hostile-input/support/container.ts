import { setTimeout as sleep } from 'node:timers/promises';
import { resolveDeployment } from '../../../../constructs/deployment';
import { deploymentLabel } from '../../../../constructs/names';
import { tools, type Tools } from '../../../../toolchain';
import { valid } from '../../../unit/constructs/hostile/row';
import { docker } from '../../support/outside';

/** Says of everything here in Docker which test made it. */
export const label = `${deploymentLabel}=e2e-hostile-input`;

const triesUntilReady = 300;
const pauseMs = 100;

/** The tool chain that the product itself uses. */
export async function toolChain(): Promise<Tools> {
  const { vault, postgres } = resolveDeployment(valid);
  return tools({ images: { vault: vault.image, postgres: postgres.image }, vaultStorage: vault.storage });
}

/** Starts a server in a container of the test's own, which `remove` removes with its data. */
export async function start(options: readonly string[], ready: readonly string[]): Promise<string> {
  const id = await docker('run', '--detach', '--label', label, ...options);
  for (let tries = 1; ; tries += 1) {
    try {
      await docker('exec', id, ...ready);
      return id;
    } catch (error) {
      if (tries === triesUntilReady) throw error;
      await sleep(pauseMs);
    }
  }
}

export async function remove(id: string): Promise<void> {
  await docker('rm', '--force', '--volumes', id);
}
