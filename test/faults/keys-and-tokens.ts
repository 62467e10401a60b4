import { randomBytes } from 'node:crypto';
import { copyFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appRoleMount } from '../../constructs/names';
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
      await system.beginUp('token');
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
      await system.beginUp('token');
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
    title: 'a root token is left',
    run: async (system) => {
      await system.beginUp();
      // Nobody has it: as of a run that was killed when Vault had made it.
      await system.asRoot('auth/token/create-orphan', 'PUT', { policies: ['root'] });
      expectToldWhatHelps(await system.dbvault(['verify']));
      return wellAgain(system);
    },
  },
  {
    part: 'login',
    title: 'all of the key store are gone',
    run: async (system) => {
      await system.beginUp();
      for (const identity of system.identities()) rmSync(join(system.folder, `keys/${identity}-login.json`));
      return wellAgain(system);
    },
  },
  {
    part: 'login',
    title: 'Vault takes none of them',
    run: async (system) => {
      await system.beginUp();
      for (const identity of system.identities()) {
        const role = `auth/${appRoleMount}/role/${identity}`;
        for (const accessor of await system.list(`${role}/secret-id`))
          await system.asRoot(`${role}/secret-id-accessor/destroy`, 'PUT', { secret_id_accessor: accessor });
      }
      return wellAgain(system);
    },
  },
];
