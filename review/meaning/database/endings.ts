import type { Finding, Severity } from '../finding';
import { inWords } from '../in-words';
import { endingOf, type Ending } from '../sql/ending';
import { sameStatements } from '../sql/statement';
import { finding, type Place } from './change';
import type { Role } from './role';

/** How users end, are renewed and are taken back otherwise than before. */
export function endingFindings(place: Place, before: Role | null, after: Role): Finding[] {
  return [...revocationFindings(place, before, after), ...otherFindings(place, before, after)];
}

function revocationFindings(place: Place, before: Role | null, after: Role): Finding[] {
  const is = endingOf(after.statements.revocation);
  const who = `Users of the role ${after.name}`;
  const tell = (severity: Severity, meaning: string, next?: string) => [
    finding(place, 'revocation-changed', severity, meaning, 'revocation_statements', next),
  ];
  const opens = keepsLogin(is) ? tell('high', `${who} go on after their lease: ${leftOf(is)}`, remedy) : [];
  if (before === null) return opens;
  if (sameStatements(before.statements.revocation, after.statements.revocation)) return [];
  const was = endingOf(before.statements.revocation);
  if (opens.length > 0 && (!keepsLogin(was) || was.endsSessions)) return opens;
  if (is.isOpaque && !is.drops)
    return tell(
      'medium',
      `What becomes of the users of the role ${after.name} after their lease cannot be told by reading`,
    );
  const lost = [
    ...(was.drops && !is.drops ? ['stay in the database, though without a login,'] : []),
    ...(was.endsSessions && !is.endsSessions ? ['keep the sessions that are open'] : []),
  ];
  if (lost.length > 0)
    return tell('medium', `${who} ${lost.join(' and ').replace(/,$/, '')} when their lease ends`);
  return tell('low', `${who} end by other statements: ${wordsOf(is)}; those that are out as well`);
}

const remedy = 'drop the user in revocation_statements, and terminate its sessions';

function leftOf({ endsSessions }: Ending): string {
  return `they are neither dropped nor kept from logging in${endsSessions ? '' : ', and their sessions stay open'}`;
}

function keepsLogin({ drops, takesLogin, isOpaque }: Ending): boolean {
  return !drops && !takesLogin && !isOpaque;
}

function wordsOf({ drops, takesLogin, endsSessions, isOpaque }: Ending): string {
  const ends = [
    ...(drops ? ['dropped'] : []),
    ...(takesLogin ? ['kept from logging in'] : []),
    ...(endsSessions ? ['cut off'] : []),
  ];
  if (ends.length > 0) return `they are ${inWords(ends)}`;
  return isOpaque
    ? 'how, nobody can tell by reading'
    : 'they are neither dropped nor kept from logging in, as before';
}

const others = [
  ['renew', 'What Vault does in the database when a lease is renewed changes'],
  ['rollback', 'What Vault does when it cannot make a user changes'],
] as const;

function otherFindings(place: Place, before: Role | null, after: Role): Finding[] {
  if (before === null) return [];
  return others
    .filter(([kind]) => !sameStatements(before.statements[kind], after.statements[kind]))
    .map(([kind, words]) =>
      finding(
        place,
        'revocation-changed',
        'low',
        `${words}, for the role ${after.name}`,
        `${kind}_statements`,
      ),
    );
}
