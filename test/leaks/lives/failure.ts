import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from '../../../common/project';
import { docker } from '../../e2e/support/outside';
import { refusedByVault } from '../../e2e/support/refused-policy';
import type { Life } from '../life';
import { withContent } from './with-content';

/** What goes wrong in a life, a command at a time; and what an error says is no secret. */
export async function fail(life: Life): Promise<void> {
  try {
    await failToApply(life);
    await failWithBrokenRole(life);
    await failWithWrongTokens(life);
    await failSealed(life);
    await failWithoutPostgres(life);
  } finally {
    await life.dbvault(3, ['destroy', '--delete-data']);
    await life.dbvault(0, ['destroy', '--yes', '--delete-data']);
  }
}

async function failToApply(life: Life): Promise<void> {
  const stop = { run: ['docker', 'stop', '--time', '1', postgres(life)] };
  const misplaced = randomBytes(12).toString('hex');
  const file = join(life.scene.folder, 'misplaced');
  writeFileSync(file, misplaced);
  life.learnt.add('a password in the deployment', misplaced);
  await life.dbvault(64, ['up', '--yes'], { env: { BROKEN: 'values', MISPLACED_FILE: file } });
  await life.dbvault(64, ['up', '--yes'], { env: { NODE_DEBUG: 'http,net' } });
  await withFile('policies/e2e-leaks-broken.hcl', refusedByVault, () =>
    life.dbvault(1, ['up', '--yes'], { env: { BROKEN: 'policy' } }),
  );
  await life.dbvault(1, ['up', '--yes'], { strike: { step: 'apply database', at: 'begun', ...stop } });
  await life.dbvault(0, ['up', '--yes']);
}

async function failWithBrokenRole(life: Life): Promise<void> {
  const good = readFileSync(inProject('sql/readonly.sql'), 'utf8');
  await withFile('sql/e2e-leaks-broken.sql', good.replace('app_readonly', 'no_such_group'), async () => {
    await life.dbvault(1, ['up', '--yes'], { env: { BROKEN: 'sql' } });
    await life.dbvault(1, ['creds', 'db-app'], { env: { BROKEN: 'sql' } });
  });
  await life.dbvault(0, ['up', '--yes']);
}

async function failWithWrongTokens(life: Life): Promise<void> {
  const wrong = `hvs.${randomBytes(24).toString('base64url')}`;
  life.learnt.add('a wrong secret', wrong);
  await withContent(
    life,
    'keys/app-operator-login.json',
    (login) => login.replace(/"secretId": ".*"/, `"secretId": "${wrong}"`),
    async () => {
      await life.dbvault(1, ['creds', 'db-app']);
      await life.dbvault(2, ['status']);
    },
  );
  await withContent(
    life,
    'keys/vault-keys.json',
    (keys) => keys.replace(/"threshold": \d+/, `$&, "rootToken": "${wrong}"`),
    async () => {
      await life.dbvault(0, ['token', 'root']);
      await life.dbvault(2, ['status']);
      await life.dbvault(0, ['revoke-root']);
    },
  );
}

async function failSealed(life: Life): Promise<void> {
  await docker('restart', `dbvault-${life.deployment}-vault`);
  await life.dbvault(1, ['creds', 'db-app']);
  await life.dbvault(1, ['verify']);
  await life.dbvault(1, ['rotate-root']);
  const wrong = randomBytes(33).toString('base64');
  life.learnt.add('a wrong key share', wrong);
  await withContent(
    life,
    'keys/vault-keys.json',
    (keys) => keys.replace(/"shares": \[[^\]]*\]/, `"shares": ["${wrong}", "${wrong}", "${wrong}"]`),
    () => life.dbvault(3, ['unseal']),
  );
  await life.dbvault(0, ['unseal']);
}

async function failWithoutPostgres(life: Life): Promise<void> {
  await docker('stop', '--time', '1', postgres(life));
  await life.dbvault(1, ['creds', 'db-app']);
  await life.dbvault(1, ['verify']);
  await life.dbvault(1, ['rotate-root']);
  await life.dbvault(0, ['up', '--yes']);
}

function postgres({ deployment }: Life): string {
  return `dbvault-${deployment}-postgres`;
}

/** Deployments name files of the project alone. */
async function withFile(path: string, text: string, work: () => Promise<unknown>): Promise<void> {
  writeFileSync(inProject(path), text);
  try {
    await work();
  } finally {
    rmSync(inProject(path));
  }
}
