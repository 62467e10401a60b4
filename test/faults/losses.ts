import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StepName } from '../../steps/step-list';
import { docker } from '../e2e/support/outside';
import { wellAgain } from './healthy';
import type { Situation } from './situation';
import type { System } from './system';

/** What is lost, so that the verb that brings it back comes to a step. */
function loss(title: string, verb: string, lose: (system: System) => unknown): Situation {
  return {
    title,
    prepare: async (system) => {
      await system.beginUp();
      await lose(system);
    },
    command: () => ['recover', verb, '--yes'],
    check: wellAgain,
  };
}

const twoShares = loss('two of five shares are lost', 'keys', (system) => {
  const keys = system.keys();
  const file = join(system.folder, 'keys/vault-keys.json');
  writeFileSync(file, JSON.stringify({ ...keys, shares: keys.shares.slice(2) }));
});

const allShares = loss('the key store is lost, and Vault is sealed', 'vault-volume', async (system) => {
  rmSync(join(system.folder, 'keys/vault-keys.json'));
  await docker('restart', system.vault);
});

const vaultVolume = loss("Vault's volume is lost", 'vault-volume', async (system) => {
  await docker('rm', '--force', system.vault);
  await docker('volume', 'rm', `${system.vault}-file`);
});

const postgresVolume = loss("PostgreSQL's volume is lost", 'postgres-volume', async (system) => {
  await docker('rm', '--force', system.postgres);
  await docker('volume', 'rm', `${system.postgres}-data`);
});

const state = loss("Terraform's state is lost", 'state', (system) =>
  rmSync(join(system.folder, 'state'), { recursive: true }),
);

const backup: Situation = {
  title: 'all is well',
  prepare: (system) => system.beginUp(),
  command: () => ['backup'],
  check: wellAgain,
};

const auditLog: Situation = { ...backup, command: () => ['rotate-audit-log'] };

const backupOf = (system: System) => join(system.scratch, 'backup');
const keysOf = (system: System) => join(system.scratch, 'kept-keys.json');

async function takeBackup(system: System): Promise<void> {
  await system.beginUp();
  await system.must('creds', 'db-app');
  rmSync(backupOf(system), { recursive: true, force: true });
  await system.must('backup', '--out', backupOf(system));
  copyFileSync(join(system.folder, 'keys/vault-keys.json'), keysOf(system));
}

const restore: Situation = {
  title: 'a backup is older than the last rotation',
  prepare: async (system) => {
    await takeBackup(system);
    // A lease that the backup has, and whose user is gone.
    await system.asRoot('sys/leases/revoke-prefix/database/creds', 'PUT', { sync: true });
    await system.must('rotate-root');
    await system.must('creds', 'db-app');
  },
  command: (system) => ['restore', backupOf(system), '--keys', keysOf(system), '--yes'],
  check: wellAgain,
};

const restoreElsewhere: Situation = {
  ...restore,
  title: 'a backup is of a Vault that is gone, and another one has keys of its own',
  prepare: async (system) => {
    await takeBackup(system);
    await docker('rm', '--force', system.vault);
    await docker('volume', 'rm', `${system.vault}-file`);
    await system.must('recover', 'vault-volume', '--yes');
  },
};

const password = loss('PostgreSQL has another password than Vault', 'connection', (system) =>
  system.superuser("ALTER ROLE vault_admin PASSWORD 'another'"),
);

/** What brings a run to each step of the ways back. */
export const losses: Partial<Record<StepName, Situation>> = {
  rekey: twoShares,
  'archive keys': vaultVolume,
  'empty vault': allShares,
  'remove unknown containers': state,
  'adopt database': state,
  'drop leases': postgresVolume,
  'repair connection': password,
  'rotate audit log': auditLog,
  'write backup': backup,
  restore,
  'restore snapshot': restore,
  'put back keys': restoreElsewhere,
  'put back state': restore,
  'revoke stale leases': restore,
};
