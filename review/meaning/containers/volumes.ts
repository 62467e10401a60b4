import type { ResourceChange, Values } from '../../plan/plan';
import type { Finding } from '../finding';
import { blocksOf, textOf } from '../../plan/values';
import { titleOf } from './server';

/** A volume that goes takes its data with it. */
export function volumeFindings(stack: string, resource: ResourceChange): Finding[] {
  const { action, address, before, name } = resource;
  if (action !== 'delete' && action !== 'replace') return [];
  const volume = textOf(before, 'name') || name;
  return [
    {
      kind: 'data-lost',
      severity: 'critical',
      stack,
      address,
      meaning: `The volume ${volume} is deleted, with all data in it`,
      reason: action === 'delete' ? 'deleted' : `replaced: ${resource.replacedBy.join(', ')}`,
      next: 'keep its name; to be rid of it on purpose: npx dbvault destroy --delete-data',
    },
  ];
}

/**
 * A container that begins with another volume, or none, has nothing of what it wrote before.
 *
 * @param gone volumes that are deleted, which is told of these themselves
 */
export function mountFindings(stack: string, resource: ResourceChange, gone: ReadonlySet<string>): Finding[] {
  const { before, after, address } = resource;
  if (before === null || after === null) return [];
  const mountsAfter = mountsOf(after);
  return [...mountsOf(before)]
    .filter(([path, volume]) => mountsAfter.get(path) !== volume && !gone.has(volume))
    .map(([path, volume]) => {
      const now = mountsAfter.get(path);
      return {
        kind: 'data-lost' as const,
        severity: 'critical' as const,
        stack,
        address,
        meaning: `${titleOf(resource)} begins anew at ${path}: ${now === undefined ? 'without a volume' : `on ${now}`}, and what is on ${volume} is not there`,
        reason: 'volumes',
      };
    });
}

/** Vault finds nothing of what it kept in another kind of storage. */
export function storageFindings(stack: string, resource: ResourceChange): Finding[] {
  const [was, is] = [storageOf(resource.before), storageOf(resource.after)];
  if (was === undefined || is === undefined || was === is) return [];
  return [
    {
      kind: 'data-lost',
      severity: 'critical',
      stack,
      address: resource.address,
      meaning: `${titleOf(resource)} begins anew: it finds nothing in the storage ${is} of what it kept in ${was}`,
      reason: 'upload',
      next: 'vault operator migrate moves what it keeps, while it is stopped',
    },
  ];
}

function storageOf(values: Values | null): string | undefined {
  const texts = blocksOf(values, 'upload').map((upload) => textOf(upload, 'content'));
  return texts.map((text) => /^\s*storage\s+"(\w+)"/m.exec(text)?.[1]).find((kind) => kind !== undefined);
}

/** Which volume or folder is where in the container. One whose name only an apply tells is no change. */
function mountsOf(values: Values): ReadonlyMap<string, string> {
  return new Map(
    blocksOf(values, 'volumes').flatMap((volume) => {
      const source = volume['volume_name'] ?? volume['host_path'];
      const path = volume['container_path'];
      return typeof source === 'string' && source !== '' && typeof path === 'string'
        ? [[path, source] as const]
        : [];
    }),
  );
}
