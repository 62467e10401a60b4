import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { appSecretIdPath } from '../../constructs/names';
import { stepsOf, type StepName } from '../../steps/step-list';
import { expectDown, expectNothingLeft } from './gone';
import { vaultApi } from '../e2e/support/outside';
import { expect, expectHealthy, wellAgain } from './healthy';
import { losses } from './losses';
import { severalNodes } from './nodes';
import type { Situation } from './situation';
import type { System } from './system';

const up = ['up', '--yes'];
const lookupSelf = 'auth/token/lookup-self';

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

const simpleToken: Situation = {
  ...fresh,
  title: 'nothing was there, and the application is to have a token',
  prepare: (system) => system.remove('token'),
};

const tokenOut = (system: System) => join(system.scratch, 'token');

/** The application can take what was handed over. */
const handOver: Situation = {
  title: 'all is well, and something was handed over before',
  prepare: async (system) => {
    await system.beginUp();
    await system.must('app-identity');
  },
  command: () => ['app-identity'],
  check: async (system) => {
    await system.must('take-identity', '--out', tokenOut(system));
    await expectOneSecretId(system);
    await wellAgain(system);
  },
};

/** A token that somebody has, and a secret_id that waits. */
const identityOut: Situation = {
  ...handOver,
  title: 'the application has a token',
  prepare: async (system) => {
    await handOver.prepare(system);
    await system.must('take-identity', '--out', tokenOut(system));
    await system.must('app-identity');
  },
  command: () => ['app-identity', '--end-before'],
  check: async (system) => {
    const { status } = await vaultApi(system.port, readFileSync(tokenOut(system), 'utf8').trim(), lookupSelf);
    expect(status === 403, 'the token that the application had is ended');
    await handOver.check(system);
  },
};

/** Those of killed runs, which nobody ever got, are ended: what was taken was the last one, and works once. */
async function expectOneSecretId(system: System): Promise<void> {
  const left = await system.list(appSecretIdPath);
  expect(left.length === 0, `no secret_id is left that nobody has: ${left.length}`);
}

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
  'make app identity': simpleToken,
  'end identity': identityOut,
  'hand over': handOver,
  'prepare database': connectionLost,
  'take in node': severalNodes,
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
