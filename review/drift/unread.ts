import type { DriftFinding } from '../report/report';
import { inWords } from '../meaning/in-words';

/** Why something could not be read, as the `Problem` of it says. */
export interface Unread {
  readonly what: string;
  readonly why: string | undefined;
}

/** A system of which nothing is known: whether it is as declared nobody can tell. */
export function unreadSystem(
  system: DriftFinding['system'],
  { what, why }: Unread,
  next: string,
): DriftFinding {
  return {
    system,
    severity: 'high',
    what: system,
    declared: 'something that can be looked at',
    found: `nobody can tell what it has: ${[what, why].filter((part) => part !== undefined).join(': ')}`,
    next,
  };
}

/** Parts of a system that could not be read, those for the same reason together. */
export function unreadParts(
  system: DriftFinding['system'],
  parts: readonly { readonly part: string; readonly problem: Unread }[],
  next: string,
): DriftFinding[] {
  const byReason = new Map<string, typeof parts>();
  for (const one of parts) {
    const reason = one.problem.why ?? one.problem.what;
    byReason.set(reason, [...(byReason.get(reason) ?? []), one]);
  }
  return [...byReason].map(([reason, alike]) => ({
    system,
    severity: 'high',
    what: `${system}: ${inWords(alike.map(({ part }) => asWords(part)))}`,
    declared: 'what can be looked at',
    found: `nobody can tell: ${reason}`,
    next,
  }));
}

/** `auth mounts` of `authMounts`. */
function asWords(part: string): string {
  return part.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
