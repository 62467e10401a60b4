import type { FoundRole } from '../../../common/found/postgres';
import { sqlName } from '../../../common/quote-sql';
import type { Severity } from '../../meaning/finding';
import { inWords } from '../../meaning/in-words';
import { loginTarget } from '../../meaning/sql/privilege';
import { none, worstOf, type Difference } from '../found-in';
import type { Ways } from '../ways';
import { groupsOf, isAdmin, isDeclared, isOfVault, leftBehind, type DeclaredPostgres } from './declared';

/** Those that are not here weigh `high`. */
const weights: Readonly<Record<string, Severity>> = {
  SUPERUSER: 'critical',
  CREATEDB: 'medium',
  LOGIN: 'medium',
};

/**
 * What a declared role may do otherwise than declared.
 *
 * @param expected undefined for a user of Vault, which has what the role's SQL gives
 */
export function compareAttributes(
  declared: DeclaredPostgres,
  { name, attributes: found }: FoundRole,
  expected: readonly string[] | undefined,
  ways: Ways,
): Difference[] {
  const isUsual = (attribute: string) =>
    expected?.includes(attribute) ?? isDeclared(declared, name, attribute, loginTarget);
  const more = found.filter((attribute) => !isUsual(attribute));
  const less = (expected ?? []).filter((attribute) => !found.includes(attribute));
  if (more.length === 0 && less.length === 0) return [];
  const options = [...more.map((attribute) => `NO${attribute}`), ...less];
  const group = groupsOf(declared).includes(name) || name === leftBehind;
  return [
    {
      severity: worstOf(more.map(weightOf), less.length > 0 || group ? 'high' : 'medium'),
      what: `role ${name}`,
      declared: inWords(expected ?? found.filter(isUsual)) || 'no attributes',
      found: inWords(found) || 'no attributes',
      next: ways.psql(`ALTER ROLE ${sqlName(name)} ${options.join(' ')}`),
    },
  ];
}

/** The superuser needs none where Vault has a login of its own, and Vault's is kept in the one way. */
export function comparePassword(
  declared: DeclaredPostgres,
  { name, password }: FoundRole,
  ways: Ways,
): Difference[] {
  const what = `password of ${name}`;
  if (isAdmin(declared, name) && password !== 'scram-sha-256')
    return [
      {
        severity: 'high',
        what,
        declared: 'scram-sha-256',
        found: password,
        next: ways.dbvault('recover connection'),
      },
    ];
  if (name !== declared.superuser || isAdmin(declared, name) || password === 'none') return [];
  const found = `${password}: who knows it logs in over the network`;
  const next = ways.psql(`ALTER ROLE ${sqlName(name)} PASSWORD NULL`);
  return [{ severity: 'high', what, declared: none, found, next }];
}

/** Their values are not told: one could be a secret. Users of Vault may be given some by their role's SQL. */
export function compareRoleSettings({ name, settings: found }: FoundRole, ways: Ways): Difference[] {
  if (found.length === 0 || isOfVault(name)) return [];
  return [
    {
      severity: 'medium',
      what: `settings of role ${name}`,
      declared: none,
      found: inWords(found.map((setting) => setting.replace(/=.*$/s, ''))),
      next: ways.psql(`ALTER ROLE ${sqlName(name)} RESET ALL`),
    },
  ];
}

/** What it means that a role has an attribute that nobody declared. */
export function weightOf(attribute: string): Severity {
  return weights[attribute] ?? 'high';
}
