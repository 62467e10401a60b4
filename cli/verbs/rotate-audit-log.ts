import { rotateAuditLog } from '../../steps/rotate-audit-log';
import { alone } from '../alone';
import { printResult } from '../output';
import { Progress } from '../progress';
import { refuseElsewhere } from '../elsewhere/refuse';
import { openSession, type CommonArguments } from '../session';

/** Begins a new audit log, and keeps the one so far beside it: for a schedule, and before a disk is full. */
export async function rotateAuditLogNow(args: CommonArguments): Promise<void> {
  const session = openSession(args);
  refuseElsewhere(session, 'rotate-audit-log');
  const { containerName } = session.deployment.vault;
  await alone(session, async () => {
    const kept = await new Progress().step('Begin a new audit log', () =>
      rotateAuditLog(containerName, session.journal),
    );
    const text = kept === undefined ? 'A new audit log is begun.' : `The audit log up to now is ${kept}.`;
    printResult(args, { container: containerName, kept: kept ?? null }, [text]);
  });
}
