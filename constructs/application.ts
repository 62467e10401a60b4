import { isPlainObject, vaultMaxTtlSeconds } from './validation/rule-kinds';

/** The bounds of what the application logs in with. */
export interface AppRoleProps {
  /**
   * How long a token lives that nobody renews. What it asked for ends with it, so not less than any role's
   * `defaultTtlSeconds`.
   * @default the longest `defaultTtlSeconds` of the roles, and 3600 at least
   */
  readonly tokenTtlSeconds?: number;
  /** Renewals end here: the application needs another secret_id. @default 2764800, Vault's own limit of 32 days */
  readonly tokenMaxTtlSeconds?: number;
  /** How many requests a token makes, its renewals too; 0 is no limit. @default 0 */
  readonly tokenUses?: number;
  /** How long a secret_id logs in. @default 3600, one hour */
  readonly secretIdTtlSeconds?: number;
  /** How many times a secret_id logs in; 0 is no limit. @default 1 */
  readonly secretIdUses?: number;
  /** IPv4 networks, such as `10.1.0.0/16`, that Vault sees the application come from. @default any */
  readonly cidrs?: readonly string[];
}

/** How the application proves to Vault who it is. */
export type Application = 'token' | Required<AppRoleProps>;

const leastTokenTtlSeconds = 3600;
const secretIdTtlSeconds = 3600;

/** Its own token outlives by this what it asks for. */
const marginSeconds = 60;

interface WithTtl {
  readonly defaultTtlSeconds: number;
}

/** An AppRole with its defaults filled in; what is none is left as it is, to be reported. */
export function applicationWithDefaults(
  props: 'token' | AppRoleProps | undefined,
  roles: readonly WithTtl[],
): Application {
  if (props !== undefined && !isPlainObject(props)) return props;
  const given = Object.fromEntries(Object.entries(props ?? {}).filter(([, value]) => value !== undefined));
  return {
    tokenTtlSeconds: Math.max(leastTokenTtlSeconds, longestTtlSeconds(roles)),
    tokenMaxTtlSeconds: vaultMaxTtlSeconds,
    tokenUses: 0,
    secretIdTtlSeconds,
    secretIdUses: 1,
    cidrs: [],
    ...given,
  };
}

/** How long this command's own token lives that does what the application does. */
export function appOperatorTtlSeconds(roles: readonly WithTtl[]): number {
  return longestTtlSeconds(roles) + marginSeconds;
}

/** Of the credentials of all roles; 0 where none has a valid one. */
export function longestTtlSeconds(roles: readonly WithTtl[]): number {
  return Math.max(
    0,
    ...roles.map((role) => role.defaultTtlSeconds).filter((ttl) => Number.isSafeInteger(ttl)),
  );
}
