import { contenders, planOfAll, type Contender, type Profile, type Series, type Size } from '../series';
import { sizesOf, valuesOf } from './find-series';
import type { Target } from './schema';
import { growthPower, percentile, ratios, spreadOf } from './statistics';

interface RatioTarget {
  readonly title: string;
  readonly limit: number;
  readonly what: string;
  readonly size: Size;
  readonly to: { readonly what: string; readonly by: Contender };
}

const one: Size = { roles: 1, connections: 1 };
const thousand: Size = { roles: 1000, connections: 10 };
const hundred: Size = { roles: 100, connections: 1 };

const ratioTargets: readonly RatioTarget[] = [
  {
    title: '1 role: plan of all stacks, to plain Terraform with all that they have in one state',
    limit: 1.5,
    what: 'plan',
    size: one,
    to: { what: planOfAll, by: 'terraform' },
  },
  {
    title: '1 role: the same, to plain Terraform that has no containers',
    limit: 1.5,
    what: 'plan',
    size: one,
    to: { what: 'plan', by: 'terraform' },
  },
  {
    title: '1,000 roles: apply, to plain Terraform',
    limit: 0.35,
    what: 'apply',
    size: thousand,
    to: { what: 'apply', by: 'terraform' },
  },
  {
    title: '1,000 roles: plan after a change to one connection, to plain Terraform',
    limit: 0.25,
    what: 'plan after a change to one connection',
    size: thousand,
    to: { what: 'plan after a change to one connection', by: 'terraform' },
  },
  {
    title: '1,000 roles: full refresh of everything, to plain Terraform',
    limit: 1,
    what: 'full refresh',
    size: thousand,
    to: { what: 'plan', by: 'terraform' },
  },
  {
    title: "1 role: `up` with nothing to change, to `cdktf diff` of the default template's one stack",
    limit: 0.5,
    what: 'up, nothing to change',
    size: one,
    to: { what: 'plan', by: 'cdktf' },
  },
];

/** What the project means to keep to, and whether this run did. */
export function targetsOf(all: readonly Series[], profiles: readonly Profile[]): Target[] {
  return [
    ...ratioTargets.map((target) => judgeRatio(target, all, profiles)),
    ...['plan', 'apply'].map((what) => judgeGrowth(what, all)),
  ];
}

function judgeRatio(
  { title, limit, what, size, to }: RatioTarget,
  all: readonly Series[],
  profiles: readonly Profile[],
): Target {
  const ours = valuesOf(all, { what, by: 'dbvault', size });
  const theirs = valuesOf(all, { ...to, size });
  if (ours === undefined || theirs === undefined) return { title, limit, met: null };
  const found = spreadOf(ratios(ours, theirs));
  const met = found.median <= limit;
  if (met) return { title, limit, found, met };
  const why = [
    ...whereTimeWent(profiles, what, 'dbvault', size),
    ...whereTimeWent(profiles, to.what, to.by, size),
  ].join('; ');
  return { title, limit, found, met, ...(why === '' ? {} : { why }) };
}

/** From a hundred roles to as many as were measured, as a power of their number: 1 is linear. */
function judgeGrowth(what: string, all: readonly Series[]): Target {
  const largest = sizesOf(all, what).at(-1);
  const from = valuesOf(all, { what, by: 'dbvault', size: hundred });
  const limit = 1;
  if (from === undefined || largest === undefined || largest.roles <= hundred.roles)
    return { title: `growth of ${what} from 100 roles on, as a power of their number`, limit, met: null };
  const to = valuesOf(all, { what, by: 'dbvault', size: largest }) ?? [];
  const power = growthPower(
    { size: hundred.roles, value: percentile(from, 50) },
    { size: largest.roles, value: percentile(to, 50) },
  );
  const title = `growth of ${what} from 100 to ${largest.roles.toLocaleString('en')} roles, as a power of their number`;
  return { title, limit, found: { median: power, least: power, most: power }, met: power <= limit };
}

/** Its apply is a part of `up`. As `dbvault: node 1.2 s, terraform 3.4 s of processor time`. */
function whereTimeWent(profiles: readonly Profile[], what: string, by: Contender, size: Size): string[] {
  const command = by === 'dbvault' && what === 'apply' ? 'up, with all that is proven' : what;
  const profile = profiles.find(
    (one) => one.command === `${by}: ${command}` && one.size.roles === size.roles,
  );
  if (profile === undefined) return [];
  const parts = Object.entries(profile.processorSeconds)
    .filter(([, seconds]) => seconds >= 0.05)
    .toSorted(([, a], [, b]) => b - a)
    .map(([program, seconds]) => `${program} ${seconds.toFixed(1)} s`);
  return [`${contenders[by]}: ${parts.join(', ')} of processor time in ${profile.seconds.toFixed(1)} s`];
}
