import { BlockList, isIP, isIPv6 } from 'node:net';
import type { Plan, ResourceChange } from '../../plan/plan';
import { firstText } from '../../plan/values';
import { durationInWords } from '../in-words';
import type { Finding, Severity } from '../finding';

/** Bounds in seconds: none, or 0, is Vault's own, which is longer than any that one sets. */
const durations = {
  token_ttl: 'tokens live',
  token_max_ttl: 'tokens live at the most',
  token_explicit_max_ttl: 'tokens live at the most',
  secret_id_ttl: 'secret_ids live',
} as const;

/** Bounds in uses: none, or 0, is without end. */
const uses = { token_num_uses: 'a token is used', secret_id_num_uses: 'a secret_id is used' } as const;

const places = {
  token_bound_cidrs: 'may use its tokens',
  secret_id_bound_cidrs: 'may log in',
} as const;

/** How long, how often and from where identities log in. */
export function loginFindings(plans: readonly Plan[]): Finding[] {
  return plans.flatMap(({ stack, resources }) =>
    resources
      .filter(({ type, before, after }) => /_auth_backend_(role|user)$/.test(type) && before && after)
      .flatMap((resource) =>
        boundsOf(resource).map(([severity, meaning, attribute]) => ({
          kind: 'login-bounds' as const,
          severity,
          stack,
          address: resource.address,
          meaning,
          reason: attribute,
        })),
      ),
  );
}

function boundsOf(resource: ResourceChange): (readonly [Severity, string, string])[] {
  return [
    ...numbersOf(resource),
    ...periodOf(resource),
    ...placesOf(resource),
    ...claimsOf(resource),
    ...secretsOf(resource),
  ];
}

function numbersOf({ before, after, name }: ResourceChange) {
  const role = roleOf({ after, name });
  const changes = [
    ...Object.entries(durations).map(([attribute, words]) => ({ attribute, words, say: durationInWords })),
    ...Object.entries(uses).map(([attribute, words]) => ({
      attribute,
      words,
      say: (count: number) => (count === 1 ? 'once' : `${count} times`),
    })),
  ];
  return changes.flatMap(({ attribute, words, say }) => {
    const [was, is] = [asNumber(before?.[attribute]), asNumber(after?.[attribute])];
    if (was === is) return [];
    const endless = attribute.endsWith('uses') ? 'without end' : "for as long as Vault's own limit";
    const value = (count: number) => (count === 0 ? endless : say(count));
    const isWider = is === 0 || (was !== 0 && is > was);
    const severity: Severity = !isWider ? 'low' : is === 0 ? 'high' : 'medium';
    return [[severity, `'${role}': ${words} ${value(is)}, not ${value(was)}`, attribute] as const];
  });
}

function placesOf({ before, after, name }: ResourceChange) {
  const role = roleOf({ after, name });
  return Object.entries(places).flatMap(([attribute, may]) => {
    const [was, is] = [asList(before?.[attribute]), asList(after?.[attribute])];
    if (was.join() === is.join()) return [];
    const from = is.length === 0 ? 'from anywhere' : `from ${is.join(', ')}`;
    const isWider =
      is.length === 0 || (was.length > 0 && is.some((place) => !was.some((one) => takesPlace(one, place))));
    const severity: Severity = !isWider ? 'low' : is.length === 0 ? 'high' : 'medium';
    return [[severity, `'${role}' ${may} ${from}`, attribute] as const];
  });
}

/** With a period a token lives as long as somebody renews it, whatever its other bounds. */
function periodOf({ before, after, name }: ResourceChange) {
  const role = roleOf({ after, name });
  const [was, is] = [asNumber(before?.['token_period']), asNumber(after?.['token_period'])];
  if (was === is) return [];
  const severity: Severity = is === 0 || (was !== 0 && is < was) ? 'low' : was === 0 ? 'high' : 'medium';
  const meaning =
    is === 0
      ? `'${role}': tokens end, however often they are renewed`
      : `'${role}': tokens live as long as they are renewed within ${durationInWords(is)}`;
  return [[severity, meaning, 'token_period'] as const];
}

/** What else a login must show, such as JWT's subject. */
function claimsOf({ before, after, name }: ResourceChange) {
  const role = roleOf({ after, name });
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names]
    .filter((attribute) => attribute.startsWith('bound_'))
    .filter((attribute) => JSON.stringify(before?.[attribute]) !== JSON.stringify(after?.[attribute]))
    .filter((attribute) => !isEmpty(before?.[attribute]) || !isEmpty(after?.[attribute]))
    .map((attribute) => {
      const [was, is] = [before?.[attribute], after?.[attribute]];
      if (isEmpty(is))
        return ['high', `'${role}' may log in with any ${attribute.slice(6)}`, attribute] as const;
      const severity: Severity = isEmpty(was) ? 'low' : 'medium';
      return [severity, `'${role}' may log in with another ${attribute.slice(6)}`, attribute] as const;
    });
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Whether a network takes all of another. A single address has no prefix. */
function takesPlace(one: string, other: string): boolean {
  const [network = '', prefix] = one.split('/');
  const [address = '', otherPrefix] = other.split('/');
  const family = isIPv6(network) ? 'ipv6' : 'ipv4';
  if (isIP(network) === 0 || isIP(address) !== isIP(network)) return one === other;
  const whole = family === 'ipv6' ? 128 : 32;
  const list = new BlockList();
  list.addSubnet(network, Number(prefix ?? whole), family);
  return list.check(address, family) && Number(otherPrefix ?? whole) >= Number(prefix ?? whole);
}

function secretsOf({ before, after, name }: ResourceChange) {
  const [was, is] = [before?.['bind_secret_id'], after?.['bind_secret_id']];
  if (was !== true || is !== false) return [];
  const role = roleOf({ after, name });
  return [
    ['critical', `'${role}' logs in without a secret_id: its role_id is enough`, 'bind_secret_id'] as const,
  ];
}

function asNumber(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function asList(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String).sort() : [];
}

function roleOf({ after, name }: Pick<ResourceChange, 'after' | 'name'>): string {
  return firstText(after, ['role_name', 'role'], name);
}
