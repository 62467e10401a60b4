import { deploymentFolder } from '../../constructs/names';
import type { EndedAccess } from '../../steps/end-access';
import type { Session } from '../session';
import { deploymentOption } from '../summary';
import type { Issued } from './issued';

/** What became of the credentials that were out, and what stays. */
export function describeEnd(
  session: Session,
  issued: Issued,
  ended: EndedAccess | undefined,
  volumes: readonly string[],
): { json: object; lines: string[] } {
  const { deployment } = session;
  const folder = deploymentFolder(deployment.name);
  const option = deploymentOption(session);
  const up = `npm run up${option === '' ? '' : ` --${option}`}`;
  return {
    json: {
      endedLeases: ended?.endedLeases ?? 0,
      droppedByForce: ended?.droppedByForce ?? 0,
      usersMayBeLeft: mayHaveLeft(issued),
      kept: [...volumes.map((name) => `volume ${name}`), folder],
    },
    lines: [
      `'${deployment.name}' is down. ${credentials(issued, ended, deployment.postgres.containerName)}`,
      `The volumes (${volumes.join(', ')}) and ${folder} stay: ${up} goes on with them.`,
    ],
  };
}

function mayHaveLeft(issued: Issued): boolean {
  return issued.kind === 'out of reach' || (issued.kind === 'in reach' && !issued.postgresAnswers);
}

function credentials(issued: Issued, ended: EndedAccess | undefined, postgres: string): string {
  if (issued.kind === 'nothing') return 'No credential was out.';
  if (issued.kind === 'out of reach')
    return `Vault was not asked (${issued.why}): leases stay in its volume, and their users in that of ${postgres}.`;
  const leases = `${ended?.endedLeases ?? 0} leases are ended`;
  if (!issued.postgresAnswers)
    return `${leases}, and their users, named v-…, stay in the volume of ${postgres}, which did not answer: the next up drops them.`;
  const byForce = ended?.droppedByForce ?? 0;
  const superuser = byForce === 0 ? '' : `, ${byForce} of them by the superuser`;
  return `${leases}, and PostgreSQL has no user left that Vault made${superuser}.`;
}
