import { randomBytes } from 'node:crypto';
import { copyFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { docker } from '../e2e/support/outside';
import type { FaultCase } from './cases';
import { expect, wellAgain } from './healthy';
import { how, type System } from './system';
import { expectToldWhatHelps } from './told';

const up = ['up', '--yes'];
const refused = 3;

type Keys = ReturnType<System['keys']>;

const noShare = () => randomBytes(33).toString('base64');

/** What can be wrong with the key store while Vault is sealed: how, and what the run must say. */
const damages: Readonly<Record<string, readonly [(keys: Keys) => unknown, RegExp]>> = {
  'a wrong share': [
    (keys) => ({ ...keys, shares: [noShare(), ...keys.shares.slice(1)] }),
    /do not open this Vault/,
  ],
  'two of five shares': [(keys) => ({ ...keys, shares: keys.shares.slice(0, 2) }), /do not open this Vault/],
  'half of its file': [(keys) => JSON.stringify(keys).slice(0, 200), /key store is damaged/],
};

/** Refused without harm: with the key store back, all is as it was. */
const damagedKeys = Object.entries(damages).map(([title, [damage, words]]): FaultCase => {
  return {
    part: 'key store',
    title,
    run: async (system) => {
      await system.beginUp();
      await docker('restart', system.vault);
      const file = join(system.folder, 'keys/vault-keys.json');
      copyFileSync(file, `${file}.kept`);
      const damaged = damage(system.keys());
      writeFileSync(file, typeof damaged === 'string' ? damaged : JSON.stringify(damaged));
      for (const command of [['unseal'], up]) {
        const cut = await system.dbvault(command);
        expectToldWhatHelps(cut);
        expect(
          cut.exitCode === refused && words.test(cut.stderr),
          `it is refused: ${how(cut)} ${cut.stderr}`,
        );
      }
      renameSync(`${file}.kept`, file);
      return wellAgain(system);
    },
  };
});

export const keysAndTokensCases: readonly FaultCase[] = [
  ...damagedKeys,
  {
    part: 'token',
    title: "the application's is revoked",
    run: async (system) => {
      await system.beginUp();
      const token = system.kept('keys/app-token');
      await system.asRoot('auth/token/revoke', 'PUT', { token });
      expectToldWhatHelps(await system.dbvault(['creds', 'db-app']));
      return wellAgain(system);
    },
  },
  {
    part: 'token',
    title: "the application's has expired",
    run: async (system) => {
      await system.beginUp();
      const props = { policies: ['app'], ttl: '1s', display_name: 'app' };
      const { auth } = (await system.asRoot('auth/token/create-orphan', 'PUT', props)) as {
        auth: { client_token: string };
      };
      await system.asRoot('auth/token/revoke', 'PUT', { token: system.kept('keys/app-token') });
      writeFileSync(join(system.folder, 'keys/app-token'), `${auth.client_token}\n`);
      return wellAgain(system);
    },
  },
  {
    part: 'token',
    title: "root's is revoked",
    run: async (system) => {
      await system.beginUp();
      await system.asRoot('auth/token/revoke-self', 'PUT');
      const cut = await system.dbvault(up);
      expectToldWhatHelps(cut);
      expect(cut.exitCode === refused, `it is refused: ${how(cut)} ${cut.stderr}`);
      expect(/dbvault recover keys/.test(cut.stderr), `the way out is named: ${cut.stderr}`);
      await system.must('recover', 'keys', '--yes');
      return wellAgain(system);
    },
  },
];
