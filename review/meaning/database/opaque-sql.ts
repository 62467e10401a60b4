import type { Finding, Severity } from '../finding';
import { listed } from '../in-words';
import type { Effects, Opaque } from '../sql/effects';
import { users } from '../sql/privilege';
import { ownSession } from '../sql/settings';
import { finding, type Place } from './change';

/** Statements that nobody can judge without running them: new ones, changed ones, and those that go. */
export function opaqueFindings(place: Place, who: string, before: Effects | null, after: Effects): Finding[] {
  const more = notIn(after.opaque, before?.opaque ?? []);
  const less = notIn(before?.opaque ?? [], after.opaque);
  if (more.length === 0 && less.length === 0) return [];
  if (more.length === 0)
    return [
      finding(
        place,
        'sql-opaque',
        'low',
        `What ${who} may no longer cannot be told by reading: ${wordsOf(less)} is run for them no more`,
        sourcesOf(less),
      ),
    ];
  return [
    finding(
      place,
      'sql-opaque',
      'high',
      `What ${who} may cannot be told by reading: ${wordsOf(more)} ${less.length > 0 ? 'has changed' : 'is run for them'}`,
      sourcesOf(more),
      'read it; write grants as statements of their own, or put them in a group that exists',
    ),
  ];
}

/** What is not known yet, or shown to nobody, and changes. */
export function unseenFinding(place: Place, who: string, attribute: string, why: string): Finding {
  return finding(
    place,
    'sql-opaque',
    'high',
    `What ${who} may cannot be told: the statements are ${why}`,
    attribute,
  );
}

/** Who sets these acts as somebody else, skips triggers, or runs code. */
const graveSettings =
  /^(session_replication_role|role|session_authorization|row_security|(session|local|shared)_preload_libraries)$/;

/** What users, or the session that makes them, begin with. */
export function settingFindings(
  place: Place,
  who: string,
  before: Effects | null,
  after: Effects,
): Finding[] {
  const [was, is] = [before?.settings.values ?? new Map<string, string>(), after.settings.values];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((key) => was.get(key) !== is.get(key))
    .map((key) => {
      const [whose, name] = [key.slice(0, key.lastIndexOf(' ')), key.slice(key.lastIndexOf(' ') + 1)];
      const value = is.get(key);
      // A setting of a name of one's own may hold anything, a secret too.
      const shown = value === undefined ? 'unset' : name.includes('.') ? 'another value' : `'${value}'`;
      const subject = whose.startsWith(users)
        ? `Sessions of ${who} begin`
        : whose === ownSession
          ? `The session of Vault's own in which ${who} are made, and what comes after in it, go on`
          : `Sessions of ${whose} begin`;
      const severity: Severity = graveSettings.test(name) ? 'high' : 'low';
      return finding(place, 'session-settings', severity, `${subject} with ${name} ${shown}`, name);
    });
}

function notIn(some: readonly Opaque[], others: readonly Opaque[]): readonly Opaque[] {
  return some.filter(({ canonical }) => !others.some((other) => other.canonical === canonical));
}

function wordsOf(opaque: readonly Opaque[]): string {
  return listed([...new Set(opaque.map(({ words }) => words))]);
}

function sourcesOf(opaque: readonly Opaque[]): string {
  return [...new Set(opaque.map(({ source }) => source))].join(', ');
}
