import { inOrder } from '../../common/policies/capability';
import { gained, lost } from '../policies/compare-access';
import type { AccessRow, IdentityAccess, Report } from './report';

/** A capability or a policy as it stands in a report: with what becomes of it. */
export interface Changed {
  readonly text: string;
  readonly change: 'same' | 'gained' | 'lost';
}

/** What an identity may do with a path and what becomes of it, in the order in which people read capabilities. */
export function capabilityChanges(row: AccessRow): readonly Changed[] {
  const { before, after, isChanged } = row;
  const [isGained, isLost] = [new Set(gained(row)), new Set(lost(row))];
  const changes = inOrder([...before, ...after]).map((capability): Changed => {
    if (isGained.has(capability)) return { text: capability, change: 'gained' };
    if (isLost.has(capability)) return { text: capability, change: 'lost' };
    return { text: capability === 'deny' ? denyWords(row) : capability, change: 'same' };
  });
  const isBoundOtherwise = isChanged && before.join() === after.join();
  return isBoundOtherwise ? [...changes, { text: 'bound otherwise', change: 'same' }] : changes;
}

/** A `deny` gives nothing and takes nothing by itself: what it takes is told beside it. */
function denyWords({ before, after }: AccessRow): string {
  if (!before.includes('deny')) return 'now denied';
  return after.includes('deny') ? 'denied' : 'denied no more';
}

/** Whether a report tells of an identity anything but what it could before. */
export function isAccessChanged(identity: IdentityAccess): boolean {
  return arePoliciesChanged(identity) || identity.rows.some(({ isChanged }) => isChanged);
}

function arePoliciesChanged({ policiesAfter, policiesBefore }: IdentityAccess): boolean {
  return policiesBefore.join() !== policiesAfter.join();
}

/** The policies that an identity has, had or will have. */
export function policyChanges({ policiesAfter, policiesBefore }: IdentityAccess): readonly Changed[] {
  return [...new Set([...policiesBefore, ...policiesAfter])].map((text) => {
    if (!policiesBefore.includes(text)) return { text, change: 'gained' };
    return { text, change: policiesAfter.includes(text) ? 'same' : 'lost' };
  });
}

/** `app, reports`, or what they were and what they will be. */
export function policiesWords({ policiesAfter, policiesBefore }: IdentityAccess): string {
  const [before, after] = [policiesBefore, policiesAfter].map((names) => names.join(', ') || 'none');
  return before === after ? (after ?? '') : `${before ?? ''} → ${after ?? ''}`;
}

export interface AccessMatrix {
  readonly identities: readonly IdentityAccess[];
  readonly rows: readonly {
    readonly path: string;
    /** One an identity; undefined where its policies say nothing of the path. */
    readonly cells: readonly (AccessRow | undefined)[];
  }[];
}

/**
 * Paths × identities: of the paths with which somebody may do something else, or of the others. Identities that have
 * nothing to do with these paths are left out.
 */
export function accessMatrix({ access }: Report, which: 'changed' | 'unchanged'): AccessMatrix {
  const byPath = access.map(({ rows }) => new Map(rows.map((row) => [row.path, row])));
  const paths = [...new Set(access.flatMap(({ rows }) => rows.map(({ path }) => path)))].sort();
  const rows = paths
    .map((path) => ({ path, cells: byPath.map((of) => of.get(path)) }))
    .filter(({ cells }) => cells.some((cell) => cell?.isChanged) === (which === 'changed'));
  const isInvolved = access.map(
    (identity, index) =>
      rows.some(({ cells }) => cells[index] !== undefined) ||
      (which === 'changed' && arePoliciesChanged(identity)),
  );
  return {
    identities: access.filter((_, index) => isInvolved[index]),
    rows: rows.map(({ path, cells }) => ({ path, cells: cells.filter((_, index) => isInvolved[index]) })),
  };
}
