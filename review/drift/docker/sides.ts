import type { FoundContainer, FoundMount, FoundPort } from '../../../common/found/docker';
import type { Severity } from '../../meaning/finding';
import { inWords } from '../../meaning/in-words';
import { none, worstOf, type Difference } from '../found-in';

/** One part of a container that is otherwise than declared. */
export interface Side extends Pick<Difference, 'severity' | 'declared' | 'found'> {
  readonly part: string;
  /** @default the container is made anew */
  readonly next?: string;
}

/** Each in the one list and not in the other; of what is missing all weigh the same. */
export function compareSets(
  part: string,
  declared: readonly string[],
  found: readonly string[],
  weightOf: (more: string) => Severity,
  lost: Severity = 'medium',
): Side | undefined {
  const more = found.filter((one) => !declared.includes(one));
  const less = declared.filter((one) => !found.includes(one));
  if (more.length === 0 && less.length === 0) return undefined;
  return {
    part,
    severity: worstOf([...more.map(weightOf), ...(less.length > 0 ? [lost] : [])], 'low'),
    declared: inWords(less) || 'none of it',
    found: inWords(more) || none,
  };
}

export function portInWords({ ip, external, internal, protocol }: FoundPort): string {
  return `${ip || '0.0.0.0'}:${external || 'any port'} to ${internal}/${protocol}`;
}

export function portWeight(port: string): Severity {
  return /^(127\.|::1)/.test(port) ? 'low' : 'high';
}

/** Of a volume without a name nothing is kept anyway. */
export function mountsOf({ mounts }: { readonly mounts: readonly FoundMount[] }): string[] {
  return mounts
    .filter(({ source }) => !/^[0-9a-f]{64}$/.test(source))
    .map(({ source, target }) => `${source} at ${target}`);
}

export function mountWeight(mount: string): Severity {
  return mount.includes('docker.sock') ? 'critical' : 'high';
}

export function* rightsOf(container: Pick<FoundContainer, 'isPrivileged' | 'addedRights' | 'droppedRights'>) {
  if (container.isPrivileged) yield 'privileged';
  for (const right of container.addedRights) yield right.replace(/^CAP_/, '');
  if (!container.droppedRights.includes('ALL')) yield "Docker's own rights";
}

export function rightWeight(right: string): Severity {
  return right === 'privileged' ? 'critical' : 'high';
}
