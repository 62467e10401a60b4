import { contenders, issuerOf, type Contender, type Curve, type Series } from '../../series';
import { sizesOf } from '../find-series';
import type { Report } from '../schema';
import { percentile } from '../statistics';
import { linePlot, type Line } from './line-plot';

/** A plot, and what it shows for whoever does not see it. */
export interface Plot {
  /** In docs/benchmarks/. */
  readonly file: string;
  readonly title: string;
  readonly svg: string;
}

const looks: Readonly<Partial<Record<Contender, Line['look']>>> = {
  dbvault: 0,
  terraform: 1,
  cdktf: 2,
  api: 3,
};

/** The pictures of a report: those of what was not measured are left out. */
export function plotsOf({ series, curves }: Report): Plot[] {
  const plots = [
    bySize(series, 'plan', 'plan.svg', 'Plan of everything, nothing to change'),
    bySize(series, 'apply', 'apply.svg', 'Apply of all roles'),
    rates(series),
    overNumber(curves, 'cycle latency', 'cycles.svg', 'Issue and revoke one credential', 'ms, median of 250'),
    overNumber(
      curves,
      'live latency',
      'live.svg',
      'Issue a credential while all before it live',
      'ms, median of 250',
    ),
    overNumber(
      curves,
      'access list',
      'access-list.svg',
      'What may be done with one table, in PostgreSQL’s catalog',
      'bytes',
    ),
    overTime(curves),
  ];
  return plots.filter((plot) => plot !== undefined);
}

function bySize(all: readonly Series[], what: string, file: string, title: string): Plot | undefined {
  const lines = (Object.keys(looks) as Contender[]).flatMap((by): Line[] => {
    const points = all
      .filter((one) => one.what === what && one.by === by && one.unit === 's')
      .flatMap(({ size, values }) =>
        size === undefined ? [] : [[size.roles, percentile(values, 50)] as const],
      )
      .toSorted(([a], [b]) => a - b);
    return points.length < 2 ? [] : [{ name: contenders[by], look: looks[by] ?? 0, points }];
  });
  if (lines.length === 0 || sizesOf(all, what).length < 2) return undefined;
  const x = { label: 'roles', scale: 'log' } as const;
  const y = { label: 'seconds, median', scale: 'log' } as const;
  return { file, title, svg: linePlot({ title, x, y, lines }) };
}

function rates(all: readonly Series[]): Plot | undefined {
  const found = all.filter(({ what }) => what === 'credentials');
  const names = [...new Set(found.map(issuerOf))];
  const lines = names.map((name, index): Line => ({
    name,
    look: (index % 4) as Line['look'],
    points: found
      .filter((one) => issuerOf(one) === name)
      .map(({ clients, values }) => [clients ?? 1, percentile(values, 50)] as const)
      .toSorted(([a], [b]) => a - b),
  }));
  if (lines.length === 0) return undefined;
  const title = 'Credentials a second';
  const x = { label: 'clients that ask at the same time', scale: 'log' } as const;
  const y = { label: 'credentials a second, median', scale: 'linear' } as const;
  return { file: 'credentials.svg', title, svg: linePlot({ title, x, y, lines }) };
}

function overNumber(
  all: readonly Curve[],
  what: string,
  file: string,
  title: string,
  label: string,
): Plot | undefined {
  const lines = linesOf(all, what);
  if (lines.length === 0) return undefined;
  const x = { label: 'credentials', scale: 'linear' } as const;
  return { file, title, svg: linePlot({ title, x, y: { label, scale: 'linear' }, lines }) };
}

function overTime(all: readonly Curve[]): Plot | undefined {
  const lines = linesOf(all, 'users left');
  if (lines.length === 0) return undefined;
  const title = 'Users left in PostgreSQL after their leases ended together';
  const x = { label: 'seconds', scale: 'linear' } as const;
  return {
    file: 'expiry.svg',
    title,
    svg: linePlot({ title, x, y: { label: 'users', scale: 'linear' }, lines }),
  };
}

function linesOf(all: readonly Curve[], what: string): Line[] {
  return all
    .filter((one) => one.what === what)
    .map(({ name, points }, index) => ({ name, look: (index % 4) as Line['look'], points }));
}
