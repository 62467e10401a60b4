import { isDeepStrictEqual } from 'node:util';
import type { FoundConnection } from '../../../common/found/vault';
import type { Severity } from '../../meaning/finding';
import { worstOf, type Difference } from '../found-in';
import type { Ways } from '../ways';

/** By Vault's own names, as `FoundConnection`; what is not named is not set. */
export type DeclaredConnection = FoundConnection;

const severities: Readonly<Record<string, Severity>> = {
  plugin_name: 'critical',
  root_credentials_rotate_statements: 'critical',
  username: 'high',
  username_template: 'medium',
  password_authentication: 'high',
  allowed_roles: 'high',
  tls_ca: 'high',
  verify_connection: 'low',
};

/** One finding for all that is otherwise, so that one command mends it. */
export function compareConnection(
  mount: string,
  declared: DeclaredConnection,
  found: FoundConnection,
  ways: Ways,
): Difference[] {
  const names = [...new Set([...Object.keys(declared.settings), ...Object.keys(found.settings)])].sort();
  const differing = names.filter(
    (name) => !isDeepStrictEqual(plain(declared.settings[name]), plain(found.settings[name])),
  );
  if (differing.length === 0) return [];
  const weights = differing.map((name) => severityOf(name, declared.settings[name], found.settings[name]));
  const isLedElsewhere = differing.includes('connection_url');
  const mend = ways.asDbAdmin(
    'write',
    `${mount}/config/${declared.name}`,
    ...differing.map((name) => `${name}=${asArgument(declared.settings[name])}`),
  );
  const rotate = ways.asDbAdmin('write', '-force', `${mount}/rotate-root/${declared.name}`);
  return [
    {
      severity: worstOf(weights, 'low'),
      what: `connection ${declared.name}`,
      declared: inWords(differing, declared.settings),
      found: inWords(differing, found.settings),
      // Whoever answered there may have been told the password.
      next: isLedElsewhere ? `${mend} && ${rotate}` : mend,
    },
  ];
}

/** Where a connection leads, without the login that may stand in it. */
export function targetOf(url: unknown): string {
  return String(url).replace(/^[^:]*:\/\/([^/?#]*@)?/, '');
}

function severityOf(name: string, declared: unknown, found: unknown): Severity {
  if (name === 'connection_url') return hostOf(declared) === hostOf(found) ? 'high' : 'critical';
  if (name === 'allowed_roles' && Array.isArray(found)) {
    if (found.includes('*')) return 'critical';
    const known: readonly unknown[] = Array.isArray(declared) ? declared : [];
    return found.some((role) => !known.includes(role)) ? 'high' : 'medium';
  }
  return severities[name] ?? 'medium';
}

function hostOf(url: unknown): string {
  return targetOf(url).replace(/[/?#].*$/, '');
}

function inWords(names: readonly string[], settings: FoundConnection['settings']): string {
  return names.map((name) => `${name} ${valueInWords(name, settings[name])}`).join(', ');
}

function valueInWords(name: string, value: unknown): string {
  if (plain(value) === undefined) return 'unset';
  if (name === 'connection_url') return withoutLogin(String(value));
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What Vault fills in is shown; a login that somebody wrote is not. */
function withoutLogin(url: string): string {
  return url
    .replace(/:\/\/(?!\{\{username\}\}:\{\{password\}\}@)[^/?#]*@/, '://(a login)@')
    .replace(/\b(password=)[^&\s]*/gi, '$1(sensitive)');
}

function asArgument(value: unknown): string {
  const set = plain(value) ?? '';
  if (Array.isArray(set)) return set.join(',');
  return typeof set === 'string' ? set : JSON.stringify(set);
}

/** What is not set has many forms. */
function plain(value: unknown): unknown {
  const isUnset =
    value === null || value === '' || value === 0 || value === false || value === '0s' || isEmptyList(value);
  return isUnset ? undefined : Array.isArray(value) ? [...(value as unknown[])].sort() : value;
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
