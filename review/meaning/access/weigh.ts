import type { Capability } from '../../../common/policies/capability';
import { hasWildcards } from '../../policies/path-pattern';
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
const waysToEverything: readonly (readonly [pattern: RegExp, because: string])[] = [
  [/^sys\/(policy|policies)\b/, 'who writes policies gives itself any right'],
  [/^auth\/token\/(create|roles)\b/, 'who makes tokens gives itself policies'],
  [/^sys\/auth\b/, 'who changes how to log in lets in whom it likes'],
  [
    /^auth\/[^/]+\/(role|users|groups|map|config|certs)\b(?!.*\/(role-id|secret-id))/,
    'who changes a login gives it any policy',
  ],
  [/^identity\/(entity|group)\b/, 'who changes an entity gives it any policy'],
  [/^sys\/(raw|rotate|rekey|seal|step-down|generate-root)\b/, "it is Vault's own seal and storage"],
  [/^sys\/storage\/raft\/snapshot/, 'who puts a snapshot back puts any policy in it'],
  [/^sys\/plugins\/catalog\b/, 'who registers a plugin runs any program in Vault'],
];

const changing: readonly Capability[] = ['create', 'update', 'patch', 'delete', 'sudo', 'recover'];

/** What it means that these capabilities of a path are gained. */
export function weightOf(path: string, gained: readonly Capability[]): Weight {
  const isPattern = path.endsWith('*') || hasWildcards(path) || path.includes('‹');
  const changes = gained.some((capability) => changing.includes(capability));
  if (everything.test(path))
    return { kind: 'access-everything', severity: 'critical', because: 'it takes every path' };
  if (/^sys\/\*$|^auth\/\*$|^identity\/\*$/.test(path) && changes)
    return { kind: 'access-everything', severity: 'critical', because: 'it takes all of it' };
  const way = waysToEverything.find(([pattern]) => pattern.test(path) && changes);
  if (
    way !== undefined &&
    gained.some((capability) => capability !== 'sudo' && changing.includes(capability))
  )
    return { kind: 'access-everything', severity: 'critical', because: way[1] };
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
