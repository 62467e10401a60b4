import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020';
import { reportOf } from '../../../bench/report/make-report';
import { fillPage, partsOf } from '../../../bench/report/page';
import { plotsOf } from '../../../bench/report/plots';
import { cell, inUnit, tableOf } from '../../../bench/report/cells';
import { reportSchema, type Report } from '../../../bench/report/schema';
import { scopes } from '../../../bench/scope';
import { Findings, type Contender, type Size } from '../../../bench/series';
import { inProject } from '../../../common/project';

const machine: Report['machine'] = {
  cores: 2,
  processor: 'a processor',
  memoryGigabytes: 4,
  loadBefore: 0.5,
  node: '20.20.2',
  docker: '20.10',
  terraform: '1.11.4',
  vaultImage: 'vault',
  postgresImage: 'postgres',
  storage: 'raft',
  minutes: 20,
};
const one: Size = { roles: 1, connections: 1 };
const hundred: Size = { roles: 100, connections: 1 };
const thousand: Size = { roles: 1000, connections: 10 };

function add(
  findings: Findings,
  by: Contender,
  what: string,
  size: Size,
  ...rounds: readonly number[]
): void {
  for (const value of rounds) findings.add(value, { what, by, unit: 's', size });
}

function report(fill: (findings: Findings) => void): Report {
  const findings = new Findings();
  fill(findings);
  return reportOf(findings, scopes.default, machine, new Date('2026-12-01'));
}

const target = ({ targets }: Report, title: string) => targets.find((each) => each.title.includes(title));

describe('targets', () => {
  it('compares round by round, and judges by the median', () => {
    const found = report((findings) => {
      add(findings, 'dbvault', 'apply', thousand, 3, 40, 3.4);
      add(findings, 'terraform', 'apply', thousand, 10, 100, 10);
    });
    const judged = target(found, '1,000 roles: apply');
    expect(judged).toMatchObject({ limit: 0.35, met: true });
    expect(judged?.found?.least).toBeCloseTo(0.3);
    expect(judged?.found?.median).toBeCloseTo(0.34);
    expect(judged?.found?.most).toBeCloseTo(0.4);
  });

  it('is met at the limit and not above it', () => {
    const at = (seconds: number) =>
      report((findings) => {
        add(findings, 'dbvault', 'plan', one, seconds);
        add(findings, 'terraform', 'plan', one, 1);
      });
    expect(target(at(1.5), '1 role: the same')?.met).toBe(true);
    expect(target(at(1.51), '1 role: the same')?.met).toBe(false);
  });

  it('says where the time went where it is not met', () => {
    const found = report((findings) => {
      add(findings, 'dbvault', 'plan', one, 2);
      add(findings, 'terraform', 'plan', one, 1);
      findings.profile({
        command: 'dbvault: plan',
        size: one,
        seconds: 2,
        processorSeconds: { terraform: 0.4, node: 1.2, sh: 0.01 },
      });
    });
    expect(target(found, '1 role: the same')?.why).toBe(
      'dbvault: node 1.2 s, terraform 0.4 s of processor time in 2.0 s',
    );
    expect(partsOf(found, [])['targets']).toContain('node 1.2 s');
  });

  it('says so where nothing was measured, or at other sizes', () => {
    const found = report((findings) => {
      add(findings, 'dbvault', 'plan', hundred, 2);
      add(findings, 'terraform', 'plan', hundred, 2);
    });
    expect(found.targets.every(({ met }) => met === null)).toBe(true);
    expect(partsOf(found, [])['targets']).toContain('not measured');
  });

  it('takes a growth with the number of roles for linear, and more for steeper', () => {
    const grown = (seconds: number) =>
      report((findings) => {
        add(findings, 'dbvault', 'plan', hundred, 1);
        add(findings, 'dbvault', 'plan', thousand, seconds);
      });
    expect(target(grown(9.9), 'growth of plan from 100 to 1,000')?.met).toBe(true);
    expect(target(grown(11), 'growth of plan from 100 to 1,000')?.met).toBe(false);
  });
});

describe('the report', () => {
  const full = report((findings) => {
    for (const by of ['dbvault', 'terraform', 'cdktf', 'api'] as const) {
      add(findings, by, 'plan', hundred, 1.2346, 1.3);
      add(findings, by, 'plan', thousand, 12);
    }
    for (const clients of [1, 8])
      findings.add(100 * clients, { what: 'credentials', by: 'dbvault', unit: '1/s', size: one, clients });
    findings.curves.push({
      what: 'users left',
      name: '5000 leases',
      points: [
        [0, 5000],
        [30.1234, 0],
      ],
    });
    findings.notes.push('a note');
  });

  it('is of the form that its schema tells', () => {
    const schema = JSON.parse(readFileSync(inProject('docs/benchmarks.schema.json'), 'utf8')) as object;
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    expect(validate(JSON.parse(JSON.stringify(full)))).toBe(true);
    expect(validate({ ...full, version: 1 })).toBe(false);
    expect(reportSchema.parse(full)).toEqual(full);
  });

  it('rounds to what a clock can tell', () => {
    expect(full.series[0]?.values).toEqual([1.235, 1.3]);
    expect(full.curves[0]?.points[1]).toEqual([30.123, 0]);
  });

  it('fits into the page of the documentation, again and again', () => {
    const page = readFileSync(inProject('docs/benchmarks.md'), 'utf8');
    const filled = fillPage(page, partsOf(full, plotsOf(full)));
    expect(filled).toContain('| plan');
    expect(filled).toContain('benchmarks/plan.svg');
    expect(filled).toContain('- a note');
    expect(fillPage(filled, partsOf(full, plotsOf(full)))).toBe(filled);
  });

  it('takes no dollar sign of a note for an order', () => {
    const page = '<!-- notes -->\n\n<!-- /notes -->';
    expect(fillPage(page, { notes: "$& $1 $'" })).toBe("<!-- notes -->\n\n$& $1 $'\n\n<!-- /notes -->");
  });

  it('refuses a page that lacks a place', () => {
    expect(() => fillPage('', { notes: 'x' })).toThrow('no place for notes');
  });
});

describe('cells', () => {
  it.each([
    [[1.234, 1.3], 's', '1.27 (1.23..1.30)'],
    [[2, 2], 's', '2.00'],
    [[1234.6], 'MB', '1,235'],
    [[0.3333], 'ratio', '0.33'],
    [[], 's', '–'],
    [undefined, 's', '–'],
  ] as const)('tells %j in %s as %s', (values, unit, expected) => {
    expect(cell(values, unit)).toBe(expected);
  });

  it.each([
    [123.4, '123'],
    [12.34, '12.3'],
    [1.234, '1.23'],
  ])('tells %d as exactly as it is worth', (value, expected) => {
    expect(inUnit(value, 'ms')).toBe(expected);
  });

  it('makes no table of nothing', () => {
    expect(tableOf(['a', 'b'], [])).toBe('');
  });
});
