/** Who does the work that is measured. */
export const contenders = {
  dbvault: 'dbvault',
  terraform: 'plain Terraform',
  cdktf: 'plain cdktf',
  shell: 'shell script',
  api: "Vault's API",
} as const;
export type Contender = keyof typeof contenders;

/** What plain Terraform plans where it has the containers as well. */
export const planOfAll = 'plan, with the containers';

/** s, ms and MB are of time and memory, 1/s of a rate; `bytes` and `count` of what is stored. */
export type Unit = 's' | 'ms' | 'MB' | '1/s' | 'bytes' | 'count';

/** How much is declared. */
export interface Size {
  readonly roles: number;
  readonly connections: number;
}

/** One thing that was measured, again and again. */
export interface Series {
  readonly what: string;
  readonly by: Contender;
  readonly unit: Unit;
  /** @default it has nothing to do with how much is declared */
  readonly size?: Size | undefined;
  /** How many ask at the same time. @default one does */
  readonly clients?: number | undefined;
  /** One a round. Those of one round belong together: what slows one slows all. */
  readonly values: readonly number[];
}

/** How something went over time, or over how often it was done. */
export interface Curve {
  readonly what: string;
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Where the time of one command went: seconds of processor time by program. */
export interface Profile {
  readonly command: string;
  readonly size: Size;
  readonly seconds: number;
  readonly processorSeconds: Readonly<Record<string, number>>;
}

/** Collects what the measurements find. */
export class Findings {
  private readonly byKey = new Map<string, Omit<Series, 'values'> & { values: number[] }>();
  readonly curves: Curve[] = [];
  private readonly profileOf = new Map<string, Profile>();
  /** What was not measured, and why. */
  readonly notes: string[] = [];

  /** Adds one round's value to a series. */
  add(value: number, series: Omit<Series, 'values'>): void {
    const { what, by, unit, size, clients } = series;
    const key = JSON.stringify([what, by, unit, size?.roles, size?.connections, clients]);
    const known = this.byKey.get(key) ?? { ...series, values: [] };
    known.values.push(value);
    this.byKey.set(key, known);
  }

  /** Keeps the last one of a command at a size. */
  profile(profile: Profile): void {
    const { command, size } = profile;
    this.profileOf.set(`${command} ${size.roles} ${size.connections}`, profile);
  }

  get profiles(): readonly Profile[] {
    return [...this.profileOf.values()];
  }

  get series(): readonly Series[] {
    return [...this.byKey.values()];
  }
}

/** Who issues, and by how many connections, as `dbvault, 10 connections`. */
export function issuerOf({ by, size }: Series): string {
  const connections = size?.connections ?? 1;
  const who = by === 'api' ? 'least SQL' : contenders[by];
  return `${who}, ${connections} connection${connections === 1 ? '' : 's'}`;
}
