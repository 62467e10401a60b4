import { Problem, exitCodes } from '../../common/problem';
import type { Session } from '../session';

/** What only who runs the containers can do, and who does it elsewhere. */
const instead = {
  initialize: 'whoever runs that Vault initializes it',
  unseal: 'whoever runs that Vault holds its key shares, and opens it',
  'revoke-root': 'whoever runs that Vault ends its root tokens',
  'rotate-audit-log': 'whoever runs that Vault keeps its audit log',
  backup: 'whoever runs that Vault takes its snapshots; what Terraform knows is where its state is',
  restore: 'whoever runs that Vault puts its snapshots back',
  'recover keys': 'whoever runs that Vault holds its key shares',
  'recover vault-volume': 'whoever runs that Vault brings it back; then npx dbvault up',
  'recover postgres-volume':
    'whoever runs that PostgreSQL brings it back; then npx dbvault recover connection',
  'recover state': 'bring the state back from where it is kept, or let terraform import what is there',
  'recover orphans': 'whoever runs that PostgreSQL drops them as its superuser: sql/elsewhere/orphans.sql',
} as const;

/**
 * Refuses what makes no sense where Vault and PostgreSQL run elsewhere.
 *
 * @throws Problem (exit code 64) that says who does it instead
 */
export function refuseElsewhere({ deployment }: Session, verb: keyof typeof instead): void {
  if (deployment.elsewhere === undefined) return;
  throw new Problem({
    what: `There is nothing to ${verb} here`,
    where: deployment.elsewhere.address,
    why: `Vault and PostgreSQL of '${deployment.name}' run elsewhere`,
    next: `${instead[verb]}; docs/external.md`,
    exitCode: exitCodes.usage,
  });
}

/** Refuses a recovery in the same way; that of a connection is there too. */
export function refuseRecoveryElsewhere(session: Session, loss: string): void {
  const verb = `recover ${loss}`;
  if (verb in instead) refuseElsewhere(session, verb as keyof typeof instead);
}
