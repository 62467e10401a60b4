import { Problem } from '../../../common/problem';
import { dropOrphans } from '../../../steps/orphans';
import { postgresServer, runningPostgres } from '../../live-systems';
import { countOrphans, orphansInWords, orphansOf } from '../../orphans';
import type { Session } from '../../session';
import { openVaultToLook } from './open-vault-to-look';
import { recover, type Finding, type RecoverArguments } from './recovery';

/** Drops the users in PostgreSQL that Vault made and knows no more; one that is in use is never touched. */
export async function recoverOrphans(args: RecoverArguments): Promise<void> {
  await recover(args, 'orphans', diagnose);
}

async function diagnose(session: Session): Promise<Finding> {
  await openVaultToLook(session);
  await runningPostgres(session);
  const orphans = await orphansOf(session);
  if (countOrphans(orphans) === 0)
    return { isLost: false, why: 'PostgreSQL has no user of Vault that Vault knows no more' };
  return {
    isLost: true,
    why: `PostgreSQL has users that Vault made and knows no more, ${orphansInWords(orphans)}`,
    does: ['end their sessions and drop them; what they own goes to the superuser'],
    lost: [],
    recover: async (progress) => {
      const dropped = await progress.step('Drop orphans', () =>
        session.journal.step('drop orphans', {}, async () =>
          dropOrphans({ root: await session.identities.root(), postgres: postgresServer(session) }),
        ),
      );
      const left = await orphansOf(session);
      if (countOrphans(left) > 0) throw notTold(orphansInWords(left));
      return [`dropped ${dropped.length} users: ${dropped.join(', ')}`];
    },
  };
}

function notTold(left: string): Problem {
  return new Problem({
    what: 'Some of these users cannot be told from users in use, so none of them was dropped',
    why: `${left}; their leases could not be renewed, which is how they are told apart`,
    next: 'npx dbvault recover connection where Vault cannot log in to PostgreSQL, else the same command again in a minute',
  });
}
