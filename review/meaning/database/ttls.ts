import type { Finding, Severity } from '../finding';
import { durationInWords } from '../in-words';
import { finding, type Place } from './change';
import type { Role } from './role';

/** What Vault takes where nothing is said: its own default_lease_ttl and max_lease_ttl. */
export const vaultTtlSeconds = 768 * 3600;
const longSeconds = 7 * 24 * 3600;

/** A time that is allowed, before and after. */
export interface Duration {
  readonly wasSeconds: number;
  readonly isSeconds: number;
  readonly attribute: string;
}

/** Something lives longer, or shorter. @param words what lives, such as `Credentials of role app live for` */
export function ttlFindings(
  place: Place,
  words: string,
  { wasSeconds, isSeconds, attribute }: Duration,
): Finding[] {
  if (wasSeconds === isSeconds) return [];
  const isRaised = isSeconds > wasSeconds;
  const severity: Severity = !isRaised ? 'low' : isSeconds > longSeconds ? 'high' : 'medium';
  const meaning = `${words} ${durationInWords(isSeconds)}, not ${durationInWords(wasSeconds)}`;
  return [finding(place, isRaised ? 'ttl-raised' : 'ttl-lowered', severity, meaning, attribute)];
}

/** How long a role's credentials live, at first and with renewals. 0 and none are Vault's own. */
export function roleTtlFindings(place: Place, before: Role, after: Role): Finding[] {
  const [was, is] = [ttlsOf(before), ttlsOf(after)];
  const ofDefault =
    is.default.attribute === was.default.attribute ? is.default.attribute : 'default_ttl, max_ttl';
  return [
    ...ttlFindings(place, `Credentials of the role ${after.name} live for`, {
      wasSeconds: was.default.seconds,
      isSeconds: is.default.seconds,
      attribute: ofDefault,
    }),
    ...ttlFindings(place, `Credentials of the role ${after.name} can be renewed up to`, {
      wasSeconds: was.maxSeconds,
      isSeconds: is.maxSeconds,
      attribute: 'max_ttl',
    }),
  ];
}

/** `1 hour, and up to 1 day`. */
export function ttlsInWords(role: Role): string {
  const { default: first, maxSeconds } = ttlsOf(role);
  return `${durationInWords(first.seconds)}, and up to ${durationInWords(maxSeconds)}`;
}

/** Vault cuts the first down to the most (Vault 1.21.1, `framework.CalculateTTL`). */
function ttlsOf({ defaultTtlSeconds, maxTtlSeconds }: Role) {
  const seconds = or(defaultTtlSeconds);
  return maxTtlSeconds > 0 && maxTtlSeconds < seconds
    ? { default: { seconds: maxTtlSeconds, attribute: 'max_ttl' }, maxSeconds: maxTtlSeconds }
    : { default: { seconds, attribute: 'default_ttl' }, maxSeconds: or(maxTtlSeconds) };
}

function or(seconds: number): number {
  return seconds > 0 ? seconds : vaultTtlSeconds;
}
