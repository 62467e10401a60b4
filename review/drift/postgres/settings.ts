import type { FoundHbaRule, FoundSetting } from '../../../common/found/postgres';
import { sqlName } from '../../../common/quote-sql';
import type { Severity } from '../../meaning/finding';
import { none, type Difference } from '../found-in';
import type { Ways } from '../ways';

/** Settings that run programs, load code, or let in whom nobody checks. */
const open =
  /^(archive_command|archive_library|restore_command|.*_preload_libraries|ssl.*|hba_file|listen_addresses)$/;

const reload = 'SELECT pg_reload_conf()';

/** What PostgreSQL is started with, and what `ALTER SYSTEM` set: also that which comes with the next restart. */
export function compareSettings(
  declared: Readonly<Record<string, string>>,
  found: readonly FoundSetting[],
  ways: Ways,
): Difference[] {
  return found.flatMap(({ name, value, isBySystem }) => {
    const expected = declared[name];
    if (expected === value || (expected === undefined && !isBySystem)) return [];
    return [
      {
        severity: severityOf(name, expected !== undefined),
        what: `setting ${name}`,
        declared: expected ?? none,
        // One that nobody expects may hold a secret.
        found: expected === undefined ? 'set with ALTER SYSTEM' : value,
        next: isBySystem
          ? ways.psql(`ALTER SYSTEM RESET ${sqlName(name)}`, reload)
          : `take ${name} out of postgresql.conf on PostgreSQL's volume; ${ways.psql(reload)}`,
      },
    ];
  });
}

function severityOf(name: string, isDeclared: boolean): Severity {
  if (open.test(name)) return 'high';
  return isDeclared ? 'medium' : 'low';
}

/** Who may log in from where, by the lines that PostgreSQL reads at its next reload. */
export function compareHba(
  declared: readonly FoundHbaRule[] | undefined,
  found: readonly FoundHbaRule[],
  ways: Ways,
): Difference[] {
  const [expected, live] = [(declared ?? []).map(inWords), found.map(inWords)];
  const more = found.filter((rule) => !expected.includes(inWords(rule)));
  const told = declared === undefined ? found.filter(isOpen) : more;
  const less = expected.filter((rule) => !live.includes(rule));
  const isReordered = declared !== undefined && expected.join('\n') !== live.join('\n');
  if (told.length === 0 && less.length === 0 && !isReordered) return [];
  return [
    {
      severity: told.some(isOpen) ? 'critical' : 'high',
      what: 'pg_hba.conf',
      declared:
        (declared === undefined ? 'a password for all that comes over the network' : less.join('; ')) || none,
      found: told.map(inWords).join('; ') || (less.length > 0 ? none : 'the same in another order'),
      next: ways.postgresAnew,
    },
  ];
}

/** Lets in over the network whoever says to be somebody, or takes passwords in clear. */
function isOpen({ type, address, method }: FoundHbaRule): boolean {
  const isLocal = type === 'local' || ['127.0.0.1', '::1', 'localhost'].includes(address ?? '');
  return !isLocal && ['trust', 'password', 'ident'].includes(method);
}

function inWords({ type, databases, users, address, method }: FoundHbaRule): string {
  return [type, databases.join(), users.join(), ...(address === null ? [] : [address]), method].join(' ');
}
