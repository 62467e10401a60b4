import { gained, isChanged, lost, type AccessRow } from '../../policies/compare-access';
import type { Capability } from '../../../common/policies/capability';
import { inWords, listed } from '../in-words';
import { type Finding, type FindingKind, type Severity } from '../finding';
import type { Holder } from './holders';
import { weightOf } from './weigh';

interface Told {
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly because?: string;
  readonly path: string;
  readonly capabilities: readonly Capability[];
}

/** What each identity may do more and less; what is alike is told in one finding. */
export function rightsFindings(holders: readonly Holder[]): Finding[] {
  return holders.flatMap((holder) => {
    const groups = new Map<string, Told[]>();
    for (const told of holder.rows.filter(isChanged).flatMap(toldOf)) {
      const key = `${told.kind} ${told.severity} ${told.because ?? ''}`;
      groups.set(key, [...(groups.get(key) ?? []), told]);
    }
    return [...groups.values()].map((group) => findingOf(holder, group));
  });
}

function toldOf(row: AccessRow): Told[] {
  const [more, less] = [gained(row), lost(row)];
  return [
    ...(more.length > 0 ? [{ ...weightOf(row.path, more), path: row.path, capabilities: more }] : []),
    ...(less.length > 0
      ? [{ kind: 'access-lost' as const, severity: 'low' as const, path: row.path, capabilities: less }]
      : []),
    ...(row.conditionsChanged
      ? [
          {
            kind: 'access-conditions' as const,
            severity: 'medium' as const,
            path: row.path,
            capabilities: row.after,
          },
        ]
      : []),
  ];
}

const verbs: Partial<Record<FindingKind, string>> = {
  'access-lost': 'may no longer',
  'access-conditions': 'is bound otherwise where it may',
};

function findingOf({ name, stack, address, policiesAfter }: Holder, group: readonly Told[]): Finding {
  const [first] = group;
  if (first === undefined) throw new Error('a group has a member');
  const { kind, severity, because } = first;
  const held =
    policiesAfter.length === 0 ? 'it has no policy after this' : `its policies: ${policiesAfter.join(', ')}`;
  const told = capabilitiesInWords(group, listed);
  const all = capabilitiesInWords(group, inWords);
  return {
    kind,
    severity,
    stack,
    address,
    meaning: `${subject(name)} ${verbs[kind] ?? 'may now'} ${told}`,
    reason: [because, told === all ? undefined : all, held].filter((part) => part !== undefined).join('; '),
  };
}

/** `read a and b, update c`: what is alike together. */
function capabilitiesInWords(group: readonly Told[], say: (paths: readonly string[]) => string): string {
  const pathsOf = new Map<string, string[]>();
  for (const { capabilities, path } of group) {
    const words = inWords(capabilities);
    pathsOf.set(words, [...(pathsOf.get(words) ?? []), path]);
  }
  return [...pathsOf].map(([words, paths]) => `${words} ${say(paths)}`).join('; ');
}

function subject(name: string): string {
  return name.startsWith('policy ') ? `Whoever has the ${name}` : `'${name}'`;
}
