import type { VaultCredentialsError } from './error';

/** What there is to see of the credentials; no secret is in it. */
export interface VaultCredentialsState {
  /** Whether queries can be expected to work. */
  readonly ready: boolean;
  /** The user that new connections have; undefined before there is one. */
  readonly username: string | undefined;
  /** How much longer it lasts; 0 where it has ended, or there is none. */
  readonly leaseSeconds: number;
  /** How much longer the token lasts; 0 where there is none, Infinity where it never ends. */
  readonly tokenSeconds: number;
  /** Users from before that are not yet ended, and how many connections still have each. */
  readonly retiring: readonly { readonly username: string; readonly connections: number }[];
  readonly renewals: number;
  readonly changeovers: number;
  /** What failed last, and is tried again. */
  readonly problem: VaultCredentialsError | undefined;
}

/** Event name to arguments; no secret is in them. */
export interface VaultCredentialsEvents {
  /** There is a token, the first one or another. */
  loggedIn: [{ readonly ttlSeconds: number }];
  /** There is a user, the first one or another. The one before lasts for `beforeSeconds` more. */
  changed: [
    {
      readonly username: string;
      readonly ttlSeconds: number;
      readonly before: string | undefined;
      readonly beforeSeconds: number;
    },
  ];
  /** The user lasts longer. */
  renewed: [{ readonly username: string; readonly ttlSeconds: number }];
  /** A user is gone from Vault: all its connections had ended, or its lease has. */
  ended: [{ readonly username: string }];
  /** The lease of an old user is about to end, and connections still have it, which will break then. */
  overdue: [{ readonly username: string; readonly connections: number }];
  /** `state.ready` is another now. */
  readiness: [boolean];
  /** Something failed. It is tried again, unless `start` or `stop` was what failed. */
  problem: [VaultCredentialsError];
}
