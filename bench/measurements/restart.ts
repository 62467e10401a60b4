import { mustRun } from '../../common/run';
import { deploymentName, roleMark, roleName } from '../systems/declared';
import { Dbvault } from '../systems/dbvault';
import { revokeAll } from '../systems/leases';
import { unsealByApi, untilItAnswers } from '../systems/vault';
import { keepSeconds, secondsOf, type Bench } from './bench';
import { inRounds } from './rounds';
import type { CredentialSystems } from './systems';

const container = `dbvault-${deploymentName}-vault`;

/** From the restart of Vault's container to the first credential: opened by the command, and by the API alone. */
export async function restart(
  { findings, scope }: Bench,
  { app, operator, size }: CredentialSystems,
): Promise<void> {
  const path = `database/creds/${roleName(0)}`;
  const what = 'restart of Vault to the first credential';
  const measured = async (by: 'dbvault' | 'api', unseal: () => Promise<unknown>) => {
    const seconds = await secondsOf(async () => {
      await mustRun('docker', ['restart', container], "Vault's container does not start again");
      await unseal();
      await untilItAnswers(() => app.get(path));
    });
    keepSeconds(findings, seconds, { what, by });
  };
  await inRounds(scope.rounds, [
    () => measured('dbvault', () => new Dbvault(size).unseal()),
    () => measured('api', unsealByApi),
  ]);
  await revokeAll(operator, path, roleMark(0));
}
