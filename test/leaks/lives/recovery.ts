import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from '../../../common/project';
import { deploymentFolder } from '../../../constructs/names';
import { psqlAsSuperuser } from '../../e2e/support/outside';
import type { Life } from '../life';
import { withContent } from './with-content';

/** What is lost, and had back: keys, passwords, states and Vault's data are made anew or brought from elsewhere. */
export async function recover(life: Life): Promise<void> {
  const folder = inProject(deploymentFolder(life.deployment));
  const backup = join(life.scene.temporary, 'backup');
  await life.dbvault(0, ['up', '--yes']);
  await life.dbvault(0, ['creds', 'db-app']);
  await life.dbvault(0, ['backup', '--out', backup]);

  const lost = "ALTER ROLE vault_admin PASSWORD 'SCRAM-SHA-256$4096:lost'";
  await psqlAsSuperuser(`dbvault-${life.deployment}-postgres`, lost);
  await life.dbvault(0, ['recover', 'connection', '--yes']);

  renameSync(join(folder, 'state'), join(folder, 'state-lost'));
  await life.dbvault(0, ['recover', 'state', '--yes']);

  await life.dbvault(0, ['restore', backup, '--yes']);
  const oneShareLess = (keys: string) => keys.replace(/("shares": \[)\s*"[^"]*",/, '$1');
  await withContent(life, 'keys/vault-keys.json', oneShareLess, () =>
    life.dbvault(0, ['recover', 'keys', '--yes']),
  );
  await life.dbvault(0, ['verify']);
  await life.dbvault(0, ['destroy', '--yes', '--delete-data']);
}
