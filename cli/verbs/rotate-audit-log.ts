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
  const [{ containerName }] = session.nodes;
  await alone(session, async () => {
    const kept = await new Progress().step('Begin a new audit log', async () => {
      const all: (string | undefined)[] = [];
      // Each node writes down what it was asked itself.
      for (const node of session.nodes)
        all.push(await rotateAuditLog(node.containerName, session.journal, node.engine));
      return all;
    });
    const [first] = kept;
    const result = {
      container: containerName,
      kept: first ?? null,
      ...(kept.length === 1
        ? {}
        : {
            nodes: session.nodes.map((node, index) => ({
              container: node.containerName,
              kept: kept[index] ?? null,
            })),
          }),
    };
    printResult(
      args,
      result,
      session.nodes.map((node, index) =>
        words(kept[index], kept.length === 1 ? '' : ` of ${node.containerName}`),
      ),
    );
  });
}

function words(kept: string | undefined, whose: string): string {
  return kept === undefined
    ? `A new audit log${whose} is begun.`
    : `The audit log${whose} up to now is ${kept}.`;
}
