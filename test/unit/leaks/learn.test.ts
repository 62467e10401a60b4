import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../../common/project';
import { mustRun } from '../../../common/run';
import { temporaryFolder } from '../support/temporary-folder';
import { VaultServer, type Answer } from '../support/vault-server';

const answers: Readonly<Record<string, Answer>> = {
  'PUT sys/init': { body: { keys: ['6b6579'], keys_base64: ['a2V5'], root_token: 'hvs.root' } },
  'PUT auth/token/create-orphan': {
    body: { auth: { client_token: 'hvs.app', policies: ['app', 'default'] } },
  },
  'GET database/creds/db-app': { body: { data: { username: 'v-one', password: 'of one' } } },
  'PUT database/config/pg': { body: {} },
  'GET sys/leases/lookup?list=true': { body: { data: { keys: ['a name of a lease'] } } },
};

describe('the preload that learns', () => {
  it('writes down every secret that passes, and nothing else, for its owner alone', async () => {
    const vault = await VaultServer.start(({ method, path }) => answers[`${method} ${path}`]);
    const file = join(temporaryFolder(), 'learnt.jsonl');
    const preload = [
      '--import',
      './test/leaks/preload/learn.mjs',
      '--require',
      './common/run-typescript.cjs',
      '--eval',
    ];
    try {
      await mustRun(process.execPath, [...preload, calls(vault.address)], 'No calls', {
        cwd: projectFolder,
        env: { LEARNT_SECRETS: file },
      });
    } finally {
      await vault.stop();
    }
    const learnt = readFileSync(file, 'utf8').trim().split('\n');
    expect([...new Set(learnt)].sort()).toEqual(
      [
        { name: 'a token sent to Vault', value: 'hvs.sent' },
        { name: 'key share 0 (hex)', value: '6b6579' },
        { name: 'key share 0', value: 'a2V5' },
        { name: 'the root token', value: 'hvs.root' },
        { name: 'a token of app', value: 'hvs.app' },
        { name: 'the password of v-one', value: 'of one' },
        { name: 'a first password', value: 'sent to Vault' },
      ]
        .map((entry) => JSON.stringify(entry))
        .sort(),
    );
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

function calls(address: string): string {
  return `
    const { VaultClient } = require('./steps/vault-client');
    const vault = new VaultClient('${address}', 'hvs.sent');
    (async () => {
      await vault.write('sys/init', { secret_shares: 1 });
      await vault.write('auth/token/create-orphan');
      await vault.read('database/creds/db-app');
      await vault.write('database/config/pg', { username: 'admin', password: 'sent to Vault' });
      await vault.read('sys/leases/lookup?list=true');
    })();`;
}
