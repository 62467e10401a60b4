import { contenders, issuerOf, planOfAll, type Contender, type Series, type Size } from '../series';
import { cell, tableOf } from './cells';
import { sizesOf, valuesOf } from './find-series';
import type { Report, Target } from './schema';
import { ratios } from './statistics';

const atSize = (size: Size) =>
  `${size.roles.toLocaleString('en')} ${size.roles === 1 ? 'role' : 'roles'}, ${size.connections} ${size.connections === 1 ? 'connection' : 'connections'}`;

export function targetTable(targets: readonly Target[]): string {
  return tableOf(
    ['target', 'at most', 'found', ''],
    targets.map(({ title, limit, found, met }) => [
      title,
      limit.toFixed(2),
      found === undefined ? '–' : cell([found.median, found.least, found.most], 'ratio'),
      met === null ? 'not measured' : met ? 'met' : '**not met**',
    ]),
  );
}

/** Each that is not met, and where its time went. */
export function reasons(targets: readonly Target[]): string {
  return targets
    .flatMap(({ title, met, why }) => (met === false && why !== undefined ? [`- ${title}: ${why}.`] : []))
    .join('\n');
}

export function bringUpTable(all: readonly Series[]): string {
  const shell = valuesOf(all, { what: 'bring-up', by: 'shell' });
  const rows = [
    ['the flow by hand, as a shell script', shell],
    [
      '`up`, from images that are there to a proven credential',
      valuesOf(all, { what: 'bring-up', by: 'dbvault' }),
    ],
    ['`up`, nothing to change', valuesOf(all, { what: 'up, nothing to change', by: 'dbvault' })],
  ] as const;
  if (shell === undefined) return '';
  return tableOf(
    ['', 'seconds', 'to the flow by hand'],
    rows.map(([name, values]) => [name, cell(values), cell(ratios(values ?? [], shell), 'ratio')]),
  );
}

/** What others do that comes to the same as what `dbvault` does. */
const counterparts: Readonly<Record<string, string>> = {
  'plan, each stack by Terraform': 'plan',
  'full refresh': 'plan',
};
/** What `dbvault` does anyway, and others do as one more thing. */
const ownName: Readonly<Record<string, string>> = { [planOfAll]: 'plan' };
const others: readonly Contender[] = ['terraform', 'cdktf', 'api'];
const rows = [
  'synth',
  'plan',
  planOfAll,
  'plan, each stack by Terraform',
  'full refresh',
  'plan after a change to one connection',
  'apply',
  'up, with all that is proven',
  'up, nothing to change',
];

/** @param unit seconds, or the memory that the same commands had at most */
export function sizeTable(all: readonly Series[], size: Size, unit: 's' | 'MB'): string {
  const of = (by: Contender, what: string) => valuesOf(all, { what, by, unit, size });
  const found = rows.flatMap((what) => {
    const ours = of('dbvault', ownName[what] ?? what);
    const theirs = others.map((by) => of(by, counterparts[what] ?? what));
    if (ours === undefined || (what in ownName && theirs.every((values) => values === undefined))) return [];
    const [terraform] = theirs;
    const ratio = terraform === undefined ? '–' : cell(ratios(ours, terraform), 'ratio');
    return [[what, cell(ours, unit), ...theirs.map((values) => cell(values, unit)), ratio]];
  });
  const names = (['dbvault', ...others] as const).map((by) => contenders[by]);
  return tableOf(
    [`${atSize(size)}: ${unit === 's' ? 'seconds' : 'MB'}`, ...names, 'to plain Terraform'],
    found,
  );
}

export function sizeTables(report: Report, unit: 's' | 'MB'): string {
  const sizes = sizesOf(report.series, 'plan');
  return sizes.map((size) => sizeTable(report.series, size, unit)).join('\n\n');
}

export function credentialTable(all: readonly Series[]): string {
  const rates = all.filter(({ what }) => what === 'credentials');
  return tableOf(
    ['', 'clients', 'a second', 'p50, ms', 'p95, ms', 'p99, ms', 'to the least SQL'],
    rates.map((series) => {
      const { by, size, clients, values } = series;
      const latency = (percent: number) =>
        cell(valuesOf(all, { what: `credential, p${percent}`, by, unit: 'ms', size, clients }), 'ms');
      const least = valuesOf(all, { what: 'credentials', by: 'api', unit: '1/s', size, clients });
      return [
        issuerOf(series),
        String(clients ?? 1),
        cell(values, '1/s'),
        latency(50),
        latency(95),
        latency(99),
        least === undefined ? '–' : cell(ratios(values, least), 'ratio'),
      ];
    }),
  );
}

const catalogRows = [
  ['issue and revoke, the first thousand', 'ms'],
  ['issue and revoke, the last thousand', 'ms'],
  ['access list before', 'bytes'],
  ['access list after all are revoked', 'bytes'],
  ['catalog before', 'bytes'],
  ['catalog after all are revoked', 'bytes'],
  ['dead rows at most', 'count'],
  ['credentials that live at the same time', 'count'],
  ['access list with all of them', 'bytes'],
] as const;

/** Members of a group beside a GRANT to each user. */
export function catalogTable(all: readonly Series[]): string {
  const found = catalogRows.flatMap(([what, unit]) => {
    const of = (by: Contender) => valuesOf(all, { what, by, unit });
    const ours = of('dbvault');
    return ours === undefined ? [] : [[`${what}, ${unit}`, cell(ours, unit), cell(of('api'), unit)]];
  });
  return tableOf(['', 'dbvault: members of a group', 'a GRANT to each user'], found);
}

const onVault = [
  'until nobody is left',
  'users left',
  'leases left',
  'credential, p99, while nothing ends',
  'credential, p99, while all end',
];

export function expiryTable(all: readonly Series[]): string {
  return listed(all, ({ what }) => onVault.includes(what));
}

export function rotationTable(all: readonly Series[]): string {
  return listed(all, ({ what }) => /rotate|of those, refused/.test(what));
}

export function restartTable(all: readonly Series[]): string {
  return listed(all, ({ what, unit }) => what.startsWith('restart') && unit === 's');
}

function listed(all: readonly Series[], isWanted: (series: Series) => boolean): string {
  const found = all.filter((series) => isWanted(series) && series.unit !== 'MB');
  return tableOf(
    ['', 'who', 'found'],
    found.map(({ what, by, unit, values }) => [
      unit === 'count' ? what : `${what}, ${unit}`,
      contenders[by],
      cell(values, unit),
    ]),
  );
}

/** Processor time of the largest size that was measured, by program. */
export function profileTable({ profiles }: Report): string {
  const most = Math.max(...profiles.map(({ size }) => size.roles), 0);
  const shown = profiles.filter(({ size }) => size.roles === most);
  const programs = [
    ...new Set(shown.flatMap(({ processorSeconds }) => Object.keys(processorSeconds))),
  ].filter((program) => shown.some(({ processorSeconds }) => (processorSeconds[program] ?? 0) >= 0.05));
  return tableOf(
    [`${most.toLocaleString('en')} roles: seconds`, 'took', ...programs.map((program) => `\`${program}\``)],
    shown.map(({ command, seconds, processorSeconds }) => [
      command,
      cell([seconds]),
      ...programs.map((program) => cell([processorSeconds[program] ?? 0])),
    ]),
  );
}
