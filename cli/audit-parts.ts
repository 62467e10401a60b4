import { auditFile } from '../constructs/names';
import { auditState } from '../steps/audit-log';
import { appIfThere } from './application';
import type { OneNode, Session } from './session';
import { deploymentOption } from './summary';
import type { Part } from './verbs/status';

/** With less, days of a busy Vault are left at most. */
const leastFreeBytes = 512 * 1024 ** 2;

/** Each audit device, and whether it writes; none where nobody can tell, since Vault answers nobody. */
export async function auditParts(session: Session): Promise<Part[]> {
  const { containerName, engine } = servingNode(session);
  const state = await auditState(() => appIfThere(session), containerName, engine);
  if (state === undefined) return [];
  const { fileWrites, fileBytes, freeBytes, logWrites } = state;
  const option = deploymentOption(session);
  const hasRoom = freeBytes >= leastFreeBytes;
  return [
    {
      part: 'Audit log, file',
      address: `${containerName}:${auditFile}`,
      state: `${fileWrites ? 'writes' : 'does not write'}, ${megabytes(fileBytes)}, ${megabytes(freeBytes)} free`,
      ok: fileWrites && hasRoom,
      next: hasRoom
        ? `npx dbvault up${option} enables it; where it is enabled, docker logs ${containerName} says why it cannot write`
        : `npx dbvault rotate-audit-log${option}, then move the older files off this disk`,
    },
    {
      part: 'Audit log, Docker',
      address: `docker logs ${containerName}`,
      state: logWrites ? 'writes' : 'does not write',
      ok: logWrites,
      next: `npx dbvault up${option}`,
    },
  ];
}

/** The one that writes down what is asked now: those that stand by hand requests on. */
function servingNode({ nodes, vault }: Session): OneNode {
  return nodes.find((node) => node.vault.address === vault.address) ?? nodes[0];
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 1024 ** 2)} MB`;
}
