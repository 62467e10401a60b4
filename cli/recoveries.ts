import type { Argv } from 'yargs';

interface Common {
  deployment: string | undefined;
  json: boolean;
  shares: string[] | undefined;
}

/** Loads a verb's module when it is called: start-up is for one verb, not for all. */
function load(verb: string): unknown {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() would need a second loader for TypeScript
  return require(`./verbs/recover/${verb}`);
}

/** `recover <loss>`: each asks first, and has a dry run. */
export function recoveries(args: Argv<Common>): Argv {
  const options = (given: Argv<Common>) =>
    given
      .option('yes', { alias: 'y', type: 'boolean', default: false, description: 'Do not ask' })
      .option('dry-run', {
        type: 'boolean',
        default: false,
        description: 'Say what would be done and what is lost, and change nothing',
      });
  return args
    .command(
      'keys',
      'Key shares or the key store are lost, and enough shares are left',
      options,
      async (given) => (load('keys') as typeof import('./verbs/recover/keys')).recoverKeys(given),
    )
    .command(
      'connection',
      'Vault cannot log in to PostgreSQL: a new password for both; nothing is lost',
      options,
      async (given) =>
        (load('connection') as typeof import('./verbs/recover/connection')).recoverConnection(given),
    )
    .command(
      'state',
      "Terraform's state is lost: takes up what is there; nothing is lost",
      options,
      async (given) => (load('state') as typeof import('./verbs/recover/state')).recoverState(given),
    )
    .command(
      'postgres-volume',
      "PostgreSQL's volume is lost: an empty one, which Vault logs in to",
      options,
      async (given) =>
        (load('postgres-volume') as typeof import('./verbs/recover/postgres-volume')).recoverPostgresVolume(
          given,
        ),
    )
    .command(
      'vault-volume',
      "Vault's volume is lost, or the keys to it: a new Vault on PostgreSQL as it is",
      options,
      async (given) =>
        (load('vault-volume') as typeof import('./verbs/recover/vault-volume')).recoverVaultVolume(given),
    )
    .command(
      'orphans',
      'PostgreSQL has users that Vault made and knows no more: drops them',
      options,
      async (given) => (load('orphans') as typeof import('./verbs/recover/orphans')).recoverOrphans(given),
    )
    .demandCommand(1, 'Name what was lost')
    .epilogue('What each loss takes with it: README, Recovery');
}
