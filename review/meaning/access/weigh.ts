import type { Capability } from '../../../common/policies/capability';
import { commonOf, hasWildcards, patternOf } from '../../policies/path-pattern';
import type { FindingKind, Severity } from '../finding';

/** What a gained path weighs, and why. */
export interface Weight {
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** Why it weighs so much, where that is not plain. */
  readonly because?: string;
}

const everything = /^(\*|\+(\/\+)*(\/\*)?)$/;

/** Who may write there can give itself any right, or read all that Vault keeps. */
const waysToEverything: readonly (readonly [pattern: string, because: string])[] = [
  ['sys/policy*', 'who writes policies gives itself any right'],
  ['sys/policies*', 'who writes policies gives itself any right'],
  ['auth/token/create*', 'who makes tokens gives itself policies'],
  ['auth/token/roles*', 'who makes tokens gives itself policies'],
  ['sys/auth*', 'who changes how to log in lets in whom it likes'],
  ...['role', 'users', 'groups', 'map', 'config', 'certs'].map(
    (part) => [`auth/+/${part}*`, 'who changes a login gives it any policy'] as const,
  ),
  ['identity/entity*', 'who changes an entity gives it any policy'],
  ['identity/group*', 'who changes a group gives it any policy'],
  ...['raw', 'rotate', 'rekey', 'seal', 'step-down', 'generate-root'].map(
    (part) => [`sys/${part}*`, "it is Vault's own seal and storage"] as const,
  ),
  ['sys/storage/raft/snapshot*', 'who puts a snapshot back puts any policy in it'],
  ['sys/plugins/catalog*', 'who registers a plugin runs any program in Vault'],
];

/** Beside a login, what proves it: who has that logs in as it, and changes nothing. */
const proofs = /\/(role-id|secret-id)/;

const changing: readonly Capability[] = ['create', 'update', 'patch', 'delete', 'sudo', 'recover'];

/** What it means that these capabilities of a path are gained. */
export function weightOf(path: string, gained: readonly Capability[]): Weight {
  const isPattern = path.endsWith('*') || hasWildcards(path) || path.includes('‹');
  const changes = gained.some((capability) => changing.includes(capability));
  if (everything.test(path))
    return { kind: 'access-everything', severity: 'critical', because: 'it takes every path' };
  const way = gained.some((capability) => capability !== 'sudo' && changing.includes(capability))
    ? wayToEverything(path)
    : undefined;
  if (way !== undefined) return { kind: 'access-everything', severity: 'critical', because: way };
  if (gained.includes('sudo'))
    return {
      kind: 'access-gained',
      severity: 'high',
      because: 'sudo opens what Vault keeps for its operators',
    };
  if (path.startsWith('sys/') && isPattern) return { kind: 'access-gained', severity: 'high' };
  if (isPattern && changes) return { kind: 'access-gained', severity: 'high', because: 'it is a wildcard' };
  if (isPattern && /\bcreds\b/.test(path))
    return { kind: 'access-gained', severity: 'high', because: 'it takes the credentials of every role' };
  const onlyLists = gained.every((capability) => capability === 'list');
  return { kind: 'access-gained', severity: onlyLists ? 'low' : 'medium' };
}

function wayToEverything(path: string): string | undefined {
  if (proofs.test(path)) return undefined;
  const taken = patternOf(path);
  return waysToEverything.find(([pattern]) => commonOf([patternOf(pattern), taken]) !== undefined)?.[1];
}
