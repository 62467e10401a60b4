import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { stepsOf, type StepName } from '../../steps/step-list';
import { expectDown, expectNothingLeft } from './gone';
import { expectHealthy } from './healthy';
import { losses } from './losses';
import type { Situation } from './situation';

const up = ['up', '--yes'];

const fresh: Situation = {
  title: 'nothing was there',
  prepare: (system) => system.remove(),
  command: () => up,
  check: expectHealthy,
};

const connectionLost: Situation = {
  ...fresh,
  title: 'the connection is gone from Vault',
  prepare: async (system) => {
    await system.beginUp();
    await system.asRoot('database/config/my-postgres-database', 'DELETE');
  },
};

const certificateGone: Situation = {
  ...fresh,
  title: 'a certificate is missing',
  prepare: async (system) => {
    await system.beginUp();
    rmSync(join(system.folder, 'tls', 'vault.pem'));
  },
};

const policyDiffers: Situation = {
  ...fresh,
  title: 'a policy is not as declared',
  prepare: async (system) => {
    await system.beginUp();
    await system.asRoot('sys/policies/acl/app', 'PUT', { policy: 'path "x" { capabilities = ["read"] }' });
  },
};

/** A user as Vault names them, of a time long gone. */
const orphan = 'v-token-app-db-app-abcdefghij0123456789-1700000000';

const orphanLeft: Situation = {
  ...fresh,
  title: 'a user has no lease',
  prepare: async (system) => {
    await system.beginUp();
    await system.superuser(`CREATE ROLE "${orphan}" LOGIN IN ROLE app_readonly`);
    // There must be something else to do: a run that finds all as declared ends at once.
    await system.asRoot('database/roles/db-app', 'DELETE');
  },
};

const inUse: Situation = {
  title: 'in use',
  prepare: async (system) => {
    await system.beginUp();
    for (let issued = 0; issued < 3; issued++) await system.must('creds', 'db-app');
  },
  command: () => ['destroy', '--yes'],
  check: expectDown,
};

const inUseForGood: Situation = {
  ...inUse,
  title: 'in use, with --delete-data',
  command: () => ['destroy', '--yes', '--delete-data'],
  check: expectNothingLeft,
};

/** Steps that a run on nothing does not come to. A new step is killed in a run on nothing until it stands here. */
const special: Partial<Record<StepName, Situation>> = {
  'load certificates': certificateGone,
  'generate root': policyDiffers,
  'reset root password': connectionLost,
  'drop orphans': orphanLeft,
  'delete data': inUseForGood,
  ...losses,
};

export function situationOf(step: StepName): Situation {
  const isDestroy = (stepsOf.destroy as readonly string[]).includes(step);
  return special[step] ?? (isDestroy ? inUse : fresh);
}

/** Steps in which Terraform acts: it is killed with the run, or goes on without it. */
export const terraformSteps: readonly StepName[] = [
  'apply containers',
  'apply access',
  'apply database',
  'destroy database',
  'remove containers',
];
