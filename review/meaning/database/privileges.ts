import type { Finding, Severity } from '../finding';
import { severities } from '../finding';
import { effectsOf, type Effects } from '../sql/effects';
import { gained, type Entry } from '../sql/ledger';
import { everybody, keyOf, users, vaultLogin } from '../sql/privilege';
import { privilegesInWords } from '../sql/privilege-words';
import { statementsOf } from '../sql/statement';
import { weightOf } from '../sql/weigh-privilege';
import { finding, type Place } from './change';

/** Statements by the attribute that they stand in. */
export type Statements = Readonly<Record<string, readonly string[]>>;

/** What a resource's statements do, to those that it makes or keeps and to everybody else. */
export function effectsOfRole(own: Statements, others: Statements): Effects {
  const sourcesOf = (statements: Statements) =>
    Object.entries(statements).map(([attribute, items]) => ({ attribute, statements: statementsOf(items) }));
  const [ofUsers, ofOthers] = [effectsOf(sourcesOf(own)), effectsOf(sourcesOf(others))];
  // What ends a user concerns it no more; what the same statements give to others stays.
  const isOthers = ({ privilege: { to, target } }: Entry) => to !== users && target.name !== users;
  return {
    ...ofUsers,
    ledger: {
      given: [...ofUsers.ledger.given, ...ofOthers.ledger.given.filter(isOthers)],
      taken: [...ofUsers.ledger.taken, ...ofOthers.ledger.taken.filter(isOthers)],
    },
  };
}

/** What is alike together: who it is, how grave, and which attribute. @param who the users, such as `Users of the role app` */
export function privilegeFindings(
  place: Place,
  who: string,
  before: Effects | null,
  after: Effects,
): Finding[] {
  const was = before?.ledger ?? { given: [], taken: [] };
  // That a new kind of users may log in is what they are for.
  const isExpected = ({ privilege: { to, right } }: Entry) =>
    before === null && to === users && (right === 'LOGIN' || right === 'SESSIONS');
  const more = gained(was, after.ledger).filter((entry) => !isExpected(entry));
  return [
    ...grouped(withoutPlain(more), ({ privilege }) => weightOf(privilege)).map(([severity, entries]) =>
      told(place, 'privilege-gained', severity, `${subject(who, entries)} may`, entries),
    ),
    ...grouped(withoutPlain(gained(after.ledger, was)), () => 'low').map(([severity, entries]) =>
      told(place, 'privilege-lost', severity, `${subject(who, entries)} may no longer`, entries),
    ),
  ];
}

/** Who may pass a right on has it. */
function withoutPlain(entries: readonly Entry[]): readonly Entry[] {
  const passedOn = new Set(
    entries.filter(({ privilege }) => privilege.passOn).map(({ privilege }) => keyOf(privilege)),
  );
  return entries.filter(
    ({ privilege }) => privilege.passOn || !passedOn.has(keyOf({ ...privilege, passOn: true })),
  );
}

function told(
  place: Place,
  kind: 'privilege-gained' | 'privilege-lost',
  severity: Severity,
  words: string,
  entries: readonly Entry[],
): Finding {
  const meaning = `${words} ${privilegesInWords(entries.map(({ privilege }) => privilege))}`;
  return finding(place, kind, severity, meaning, entries[0]?.source ?? '');
}

function grouped(
  entries: readonly Entry[],
  weigh: (entry: Entry) => Severity,
): readonly (readonly [Severity, readonly Entry[]])[] {
  const groups = new Map<string, [Severity, Entry[]]>();
  for (const entry of entries) {
    const severity = weigh(entry);
    const key = `${severities.indexOf(severity)} ${entry.source} ${entry.privilege.to}`;
    const group = groups.get(key) ?? [severity, []];
    group[1].push(entry);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function subject(who: string, [entry]: readonly Entry[]): string {
  const to = entry?.privilege.to ?? users;
  if (to === users) return who;
  if (to === everybody) return 'Everybody who logs in to the database (PUBLIC)';
  return to === vaultLogin ? "Vault's own login" : `The database role ${to}`;
}
