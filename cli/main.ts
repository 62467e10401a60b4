import yargs, { type Argv } from 'yargs';
import { hideBin } from 'yargs/helpers';
import { Problem, exitCodes } from '../common/problem';
import { defaultDeployment, planPolicy, tokenIdentities, type TokenIdentity } from '../constructs/names';
import { knownDeployments } from '../deployments/load';
import { fail } from './output';
import { recoveries } from './recoveries';

const examples = [
  ['$0 up', 'a Vault, a PostgreSQL and a credential that works'],
  ['$0 creds db-app', 'a short-lived, read-only user'],
  ['$0 status --json', 'what runs, as one JSON document'],
] as const;

interface Common {
  deployment: string | undefined;
  json: boolean;
  shares: string[] | undefined;
}

const common = (args: Argv<Common>) => args;
const archiveKeys = <Args extends Common>(args: Argv<Args>) =>
  args.option('archive-keys', {
    type: 'boolean',
    default: false,
    description: 'Move the keys of a Vault that is gone aside, and begin anew',
  });
const reportFile = (purpose: string) =>
  ({
    type: 'string',
    nargs: 1,
    description: `A file for the report, ${purpose}; - for standard output`,
  }) as const;
const yes = (description: string) => (args: Argv<Common>) =>
  args.option('yes', { alias: 'y', type: 'boolean', default: false, description });

/** Loads a verb's module when it is called: start-up is for one verb, not for all. */
function load(verb: string): unknown {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() would need a second loader for TypeScript
  return require(`./verbs/${verb}`);
}

async function main(): Promise<void> {
  await yargs(hideBin(process.argv))
    .scriptName('dbvault')
    .usage('$0 <verb>: database credentials that nobody knows for long')
    .option('deployment', {
      alias: 'd',
      type: 'string',
      description: 'A name in deployments/, or the path of a file like those',
      defaultDescription: `$DBVAULT_DEPLOYMENT, or ${defaultDeployment}`,
      global: true,
    })
    .option('json', {
      type: 'boolean',
      default: false,
      description: 'One JSON document on standard output, words on standard error',
      global: true,
    })
    .option('shares', {
      type: 'string',
      // So that it takes a lone `-` as well.
      nargs: 1,
      description:
        'A file of mode 0600 with key shares that people hold, one a line; - for standard input; repeatable',
      coerce: (given: string | string[] | undefined) => (given === undefined ? [] : [given].flat()),
      global: true,
    })
    .command(
      'up',
      'Make everything the deployment declares, and prove that it works',
      (args) =>
        archiveKeys(yes('Do not ask')(args))
          .option('replace-connection', {
            type: 'boolean',
            default: false,
            description: 'Let a renamed connection take the place of another: its leases end',
          })
          .option('plan', {
            type: 'string',
            description: 'A folder that plan --out made: apply exactly that, or nothing',
          }),
      async (args) => (load('up') as typeof import('./verbs/up')).up(args),
    )
    .command(
      'plan',
      'What would change, and what that means: who may read what, what restarts, what is lost',
      (args) =>
        common(args)
          .option('detailed-exitcode', {
            type: 'boolean',
            default: false,
            description: 'Exit with 2 where something would change',
          })
          .option('drift', {
            type: 'boolean',
            default: false,
            description: 'Look also for what was made or changed by hand, in Vault, PostgreSQL and Docker',
          })
          .option('out', {
            type: 'string',
            description: 'A folder that keeps the plans, for up --plan to apply exactly these',
          })
          .option('markdown', reportFile('for a comment'))
          .option('html', reportFile('one page for a browser'))
          .option('sarif', reportFile('for code scanning')),
      async (args) => (load('plan') as typeof import('./verbs/plan')).plan(args),
    )
    .command(
      'check',
      'Whether the guardrails hold for the deployment, or for the plans that are named; needs no engine',
      // Not as positionals: yargs drops a lone `-` from these.
      (args) =>
        common(args)
          .usage(
            '$0 check [plans..]: plans as terraform show -json prints them, of any project; - for standard input',
          )
          .strict(false)
          .strictOptions()
          .option('sarif', reportFile('for code scanning'))
          .option('junit', reportFile('for lists of tests')),
      async (args) => {
        const { check } = load('check') as typeof import('./verbs/check');
        await check({ ...args, plans: args._.slice(1).map(String) });
      },
    )
    .command('status', 'What runs, and whether Vault is open', common, async (args) =>
      (load('status') as typeof import('./verbs/status')).status(args),
    )
    .command(
      'initialize',
      'Initialize Vault once, keep its key shares, and unseal it',
      (args) => archiveKeys(common(args)),
      async (args) => (load('initialize') as typeof import('./verbs/initialize')).initializeVault(args),
    )
    .command(
      'unseal',
      'Open Vault with the key shares, as after each of its restarts',
      common,
      async (args) => (load('unseal') as typeof import('./verbs/unseal')).unsealVault(args),
    )
    .command(
      'creds <role>',
      'A new short-lived PostgreSQL user of a role',
      (args) =>
        args.positional('role', {
          type: 'string',
          demandOption: true,
          description: 'A role of the deployment',
        }),
      async (args) => (load('creds') as typeof import('./verbs/creds')).creds(args),
    )
    .command(
      'verify',
      'Prove on the live systems that the credentials do what they are for',
      common,
      async (args) => (load('verify') as typeof import('./verbs/verify')).verifyDeployment(args),
    )
    .command(
      'rotate-root [connection]',
      'Have Vault choose new passwords for the users of connections',
      (args) =>
        common(args).positional('connection', {
          type: 'string',
          description: 'One connection; all of them where none is named',
        }),
      async (args) => (load('rotate-root') as typeof import('./verbs/rotate-root')).rotateRootNow(args),
    )
    .command(
      'rotate-audit-log',
      'Begin a new audit log, and keep the one so far beside it',
      common,
      async (args) =>
        (load('rotate-audit-log') as typeof import('./verbs/rotate-audit-log')).rotateAuditLogNow(args),
    )
    .command(
      'app-identity',
      'Give the application what it proves with who it is: a wrapped secret_id, or its token',
      (args) =>
        common(args).option('end-before', {
          type: 'boolean',
          default: false,
          description: 'End whatever it was given before, its credentials too: as where that was stolen',
        }),
      async (args) => (load('app-identity') as typeof import('./verbs/app-identity')).appIdentity(args),
    )
    .command(
      'take-identity',
      'Unwrap what was handed over to the application, once, and write its token',
      (args) =>
        common(args)
          .option('from', {
            type: 'string',
            description: 'The folder of what app-identity made',
            defaultDescription: '.dbvault/<name>/app',
          })
          .option('out', { type: 'string', demandOption: true, description: "The token's file" }),
      async (args) => (load('take-identity') as typeof import('./verbs/take-identity')).takeAppIdentity(args),
    )
    .command(
      'env',
      'Shell lines that set what cdktf and terraform need; they hold no secret',
      (args) =>
        args.option('as', {
          choices: tokenIdentities,
          // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- without it the choices are lost
          default: planPolicy as TokenIdentity,
          description:
            'Whose token the shell asks for: plan reads, db-admin applies database, root applies access',
        }),
      async (args) => (load('env') as typeof import('./verbs/env')).env(args),
    )
    .command(
      'token <identity>',
      'A token for another program: minutes of db-admin, plan or backup; root until revoke-root',
      (args) =>
        args.positional('identity', {
          choices: tokenIdentities,
          demandOption: true,
          description: 'Whom the program acts as',
        }),
      async (args) => (load('token') as typeof import('./verbs/token')).token(args),
    )
    .command('revoke-root', 'End every token that may do everything', common, async (args) =>
      (load('revoke-root') as typeof import('./verbs/revoke-root')).revokeRoot(args),
    )
    .command(
      'destroy',
      'End all credentials, remove containers and network; volumes and key shares stay',
      (args) =>
        yes('Do not ask')(args)
          .option('delete-data', {
            type: 'boolean',
            default: false,
            description: 'Delete the volumes, the key shares and the state too',
          })
          .option('force', {
            type: 'boolean',
            default: false,
            description: "Go on where credentials cannot be ended: their users stay in PostgreSQL's volume",
          }),
      async (args) => (load('destroy') as typeof import('./verbs/destroy')).destroy(args),
    )
    .command(
      'backup',
      'Copy what Vault keeps, without the keys that open it, into a new folder',
      (args) =>
        args.option('out', {
          type: 'string',
          description: 'A folder that is not there yet, or empty',
          defaultDescription: '.dbvault/<name>/backups/<time>',
        }),
      async (args) => (load('backup') as typeof import('./verbs/backup')).backup(args),
    )
    .command(
      'restore <folder>',
      'Put a backup in the place of what Vault keeps, and make good what PostgreSQL knows otherwise',
      (args) =>
        yes('Do not ask')(args)
          .positional('folder', { type: 'string', demandOption: true, description: 'What backup made' })
          .option('dry-run', {
            type: 'boolean',
            default: false,
            description: 'Say what would be done and lost, and change nothing',
          })
          .option('keys', {
            type: 'string',
            description: 'A vault-keys.json kept elsewhere, that opened Vault when the backup was taken',
          }),
      async (args) => (load('restore') as typeof import('./verbs/restore')).restore(args),
    )
    .command('recover', 'The way back from a loss, one verb each; asks first', recoveries)
    .command('doctor', 'What this machine has, and which way `up` will go', common, async (args) =>
      (load('doctor') as typeof import('./verbs/doctor')).doctor(args),
    )
    .completion(
      'completion',
      'Shell lines for completion: dbvault completion >> ~/.bashrc',
      (_current: string, _args: unknown, fromYargs: () => void, done: (words: string[]) => void) => {
        const isDeployment = ['-d', '--deployment'].includes(process.argv.at(-2) ?? '');
        if (isDeployment) done(knownDeployments());
        else fromYargs();
      },
    )
    .example(examples.map(([command, description]) => [command, description] as [string, string]))
    .epilogue('Exit codes: 0 done, 1 failed, 2 changes or drift, 3 refused to protect data, 64 wrong usage')
    .demandCommand(1, 'Name a verb')
    .recommendCommands()
    .strict()
    .version('0.1.0')
    .wrap(Math.min(110, process.stdout.columns || 110))
    .exitProcess(false)
    .fail((message, error) => {
      if (error as unknown) throw error;
      throw new Problem({ what: message, next: 'npx dbvault --help', exitCode: exitCodes.usage });
    })
    .parseAsync();
}

// Node ends when nothing is left to wait for, even in the middle of a verb: that must not look like success.
let hasEnded = false;
process.on('exit', () => {
  if (!hasEnded)
    fail(new Problem({ what: 'This run ended in the middle', next: 'run the same command again' }));
});
main()
  .catch(fail)
  .finally(() => (hasEnded = true));
