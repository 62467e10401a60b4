import { resolve } from 'node:path';
import { exitCodes } from '../../common/problem';
import { alone } from '../alone';
import { nextBackupFolder, refuseFileStorage, takeBackup, type Backup } from '../backup/take-backup';
import { printResult, styled } from '../output';
import { Progress } from '../progress';
import { refuseElsewhere } from '../elsewhere/refuse';
import { openSession, type CommonArguments, type Session } from '../session';
import { deploymentOption } from '../summary';

export interface BackupArguments extends CommonArguments {
  /** @default a new folder in `.dbvault/<name>/backups` */
  readonly out: string | undefined;
}

/** Copies what Vault keeps into a new folder. Exit code 2 where the key store's shares do not open the copy. */
export async function backup(args: BackupArguments): Promise<void> {
  const session = openSession(args);
  refuseElsewhere(session, 'backup');
  refuseFileStorage(session);
  await alone(session, async () => {
    const folder = args.out === undefined ? nextBackupFolder(session) : resolve(args.out);
    const taken = await new Progress().step('Take a backup', () => takeBackup(session, folder));
    const next = `npx dbvault restore ${folder} --dry-run${deploymentOption(session)}`;
    printResult(args, { folder, ...taken.manifest, opensWithKeyStore: taken.opens ?? null, next }, [
      `Backup: ${folder}`,
      ...inWords(session, taken),
      `Next: ${next}`,
    ]);
    if (taken.opens === false) process.exitCode = exitCodes.changes;
  });
}

function inWords({ store }: Session, { manifest, opens }: Backup): string[] {
  const { shares, threshold } = manifest.keys;
  const isOpened =
    opens === undefined
      ? `${styled('yellow', '!')} its seal was not tried: people hold the ${shares} key shares, and any ${threshold} of them open it`
      : opens
        ? `${styled('green', '✔')} its seal opens with ${threshold} of the ${shares} key shares in ${store.place}`
        : `${styled('red', '✘')} its seal does not open with what is in ${store.place}: bring the key shares that open this Vault, or npx dbvault recover keys, and take another one`;
  return [
    `${styled('green', '✔')} the snapshot is whole: its checksums were read back`,
    isOpened,
    `It holds what Vault ${manifest.vault.version} keeps, encrypted, with its leases (${manifest.leases}); and Terraform's state.`,
    'It does not hold:',
    ...manifest.holdsNot.map((line) => `  - ${line}`),
  ];
}
