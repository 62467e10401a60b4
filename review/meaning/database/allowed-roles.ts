import type { Finding } from '../finding';
import { listed } from '../in-words';
import { finding } from './change';
import type { FollowedConnection } from './connection-ways';

/** Which roles may make users by a connection: more of them, or fewer. */
export function allowedRoleFindings(change: FollowedConnection): Finding[] {
  const { before, after, unknown } = change;
  if (after === null) return [];
  if (unknown.includes('allowed_roles'))
    return [
      finding(
        change,
        'allowed-role-added',
        'medium',
        `Which roles may make users by the connection ${after.name} is known only after the apply`,
        'allowed_roles',
      ),
    ];
  const [was, is] = [before?.allowedRoles ?? [], after.allowedRoles];
  const more = notIn(is, was);
  const fewer = notIn(was, is);
  const wild = more.filter((role) => role === '*');
  // Those of a new connection are told with it.
  const named = before === null ? [] : more.filter((role) => role !== '*');
  return [
    ...(wild.length > 0
      ? [
          finding(
            change,
            'allowed-role-added',
            'high',
            `Every role of ${after.backend}, also one that somebody adds later, may make users by the connection ${after.name}`,
            'allowed_roles: *',
            'name the roles',
          ),
        ]
      : []),
    ...(named.length > 0
      ? [
          finding(
            change,
            'allowed-role-added',
            'medium',
            `${rolesInWords(named)} may make users by the connection ${after.name}`,
            `allowed_roles: ${is.join(', ')}`,
          ),
        ]
      : []),
    ...(fewer.length > 0
      ? [
          finding(
            change,
            'allowed-role-removed',
            'low',
            `${rolesInWords(fewer)} may make no more users by the connection ${after.name}; credentials that are out stay, and are renewed`,
            `allowed_roles: ${is.length === 0 ? 'none' : is.join(', ')}`,
          ),
        ]
      : []),
  ];
}

function rolesInWords(roles: readonly string[]): string {
  if (roles.includes('*')) return 'Roles that are not named';
  return `${roles.length === 1 ? 'The role' : 'The roles'} ${listed(roles)}`;
}

function notIn(some: readonly string[], others: readonly string[]): readonly string[] {
  const names = new Set(others);
  const patterns = others.filter((other) => other.includes('*')).map(patternOf);
  return some.filter((role) => !names.has(role) && !patterns.some((pattern) => pattern.test(role)));
}

/** `*` in it stands for anything, as Vault takes it (`strutil.StrListContainsGlob`). */
function patternOf(text: string): RegExp {
  const parts = text.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
