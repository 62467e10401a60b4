import type { Size } from './series';

/** How much of everything is measured. */
export interface Scope {
  readonly name: 'default' | 'full';
  readonly sizes: readonly SizeScope[];
  /** Of the bring-up, of what is asked of Vault, of the restart. */
  readonly rounds: number;
  /** Of the deployment that credentials are asked of. */
  readonly connections: number;
  /** How many ask for credentials at the same time. */
  readonly clients: readonly number[];
  /** How long each number of clients asks. */
  readonly secondsOfCredentials: number;
  /** Credentials that are issued and revoked, one after the other. */
  readonly cycles: number;
  /** Leases that end together. */
  readonly expiring: number;
  /** The longest that one command may take; one that takes longer is told as such. */
  readonly limitSeconds: number;
}

export interface SizeScope {
  readonly size: Size;
  readonly rounds: number;
  /** Of cdktf, which takes the longest. */
  readonly cdktfRounds: number;
  /** Whether one state has it all too: of 10,000 roles, that takes hours. @default true */
  readonly inOneState?: boolean;
}

const small = [
  { size: { roles: 1, connections: 1 }, rounds: 3, cdktfRounds: 3 },
  { size: { roles: 100, connections: 1 }, rounds: 3, cdktfRounds: 1 },
];
const common = {
  connections: 10,
  secondsOfCredentials: 3,
  clients: [1, 8, 32, 128],
  cycles: 5000,
  expiring: 5000,
};

export const scopes: Readonly<Record<Scope['name'], Scope>> = {
  default: {
    ...common,
    name: 'default',
    rounds: 3,
    sizes: [
      ...small,
      { size: { roles: 1000, connections: 10 }, rounds: 2, cdktfRounds: 1 },
      { size: { roles: 10_000, connections: 10 }, rounds: 1, cdktfRounds: 0, inOneState: false },
    ],
    limitSeconds: 600,
  },
  full: {
    ...common,
    name: 'full',
    rounds: 5,
    sizes: [
      ...small.map((one) => ({ ...one, rounds: 5, cdktfRounds: 3 })),
      { size: { roles: 1000, connections: 10 }, rounds: 3, cdktfRounds: 2 },
      { size: { roles: 10_000, connections: 10 }, rounds: 1, cdktfRounds: 1 },
    ],
    limitSeconds: 3600,
  },
};
