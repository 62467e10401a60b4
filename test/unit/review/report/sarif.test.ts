import Ajv from 'ajv';
import type { Log } from 'sarif';
import { ruleIds } from '../../../../constructs/guardrails/rule-ids';
import { findingKinds, type Finding, type FindingKind } from '../../../../review/meaning/finding';
import type { RuleViolation } from '../../../../review/report/report';
import { sarifOf } from '../../../../review/report/sarif';
// OASIS's own schema, of SARIF 2.1.0 rtm 5.
import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';

// It is of draft 4, whose names of itself are not ajv's; no keyword in it means another thing since.
const keywords = Object.fromEntries(
  Object.entries(schema).filter(([name]) => !['$schema', 'id'].includes(name)),
);
const isValid = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile<Log>(
  keywords,
);

const violation: RuleViolation = {
  rule: 'tls',
  title: 'TLS',
  severity: 'error',
  stack: 'access',
  address: 'provider.vault',
  message: 'reaches Vault over http://, in clear',
  remedy: 'Write https://',
};
const waiver = { reason: 'by hand', until: '2027-01-31' };
const finding: Finding = {
  kind: 'data-lost',
  severity: 'critical',
  stack: 'containers',
  address: 'docker_volume.data',
  meaning: 'All data of PostgreSQL are lost',
  reason: 'the volume is deleted',
  next: 'take a backup first',
};

function read(
  rules: readonly RuleViolation[],
  findings: readonly Finding[],
  artifactOf?: (stack: string) => string,
) {
  const log = JSON.parse(sarifOf({ deployment: 'local', rules, findings }, artifactOf)) as Log;
  const [run] = log.runs;
  if (run === undefined) throw new Error('There is no run');
  return { log, run, results: run.results ?? [] };
}

describe('SARIF', () => {
  it.each([
    ['of nothing', [], []],
    ['of rules', [violation, { ...violation, waiver: { ...waiver, hasEnded: false } }], []],
    ['of every rule', ruleIds.map((rule) => ({ ...violation, rule })), []],
    ['of findings', [], [finding]],
    [
      'of every kind of finding',
      [violation],
      Object.keys(findingKinds).map((kind) => ({ ...finding, kind: kind as FindingKind })),
    ],
  ])('%s is valid by its official schema', (_, rules, findings) => {
    isValid(read(rules, findings).log);
    expect(isValid.errors).toBeNull();
  });

  it('is not found valid whatever it is', () => {
    const { log } = read([violation], []);
    expect(isValid({ ...log, version: '2.0.0' })).toBe(false);
    expect(isValid({ ...log, runs: [{}] })).toBe(false);
  });

  it('describes each rule, with what to do, and each result belongs to one', () => {
    const { run, results } = read([violation], [finding, { ...finding, kind: 'tainted', severity: 'low' }]);
    const described = run.tool.driver.rules ?? [];
    expect(described.map(({ id }) => id)).toEqual([...ruleIds, 'data-lost', 'tainted']);
    expect(described.filter(({ help }) => (help?.text ?? '').length < 20)).toEqual([]);
    expect(results.map(({ ruleId, ruleIndex }) => described[ruleIndex ?? -1]?.id === ruleId)).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('says where: the resource, and the file of the deployment', () => {
    const [result] = read([violation], []).results;
    expect(result?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'deployments/local.ts', uriBaseId: '%SRCROOT%' },
          region: { startLine: 1 },
        },
        logicalLocations: [{ fullyQualifiedName: 'provider.vault', kind: 'resource' }],
      },
    ]);
  });

  it('says where: the file of a plan', () => {
    const { results } = read([violation], [finding], (stack) => `plans of today/${stack}.json`);
    const uris = results.map(({ locations = [] }) => locations[0]?.physicalLocation?.artifactLocation?.uri);
    expect(uris).toEqual(['plans%20of%20today/access.json', 'plans%20of%20today/containers.json']);
  });

  it('says what is wrong, and what to do', () => {
    const { results } = read([violation], [finding]);
    expect(results.map(({ level, message }) => [level, message.text])).toEqual([
      ['error', 'provider.vault: reaches Vault over http://, in clear. Write https://.'],
      ['error', 'All data of PostgreSQL are lost. Reason: the volume is deleted. Next: take a backup first.'],
    ]);
  });

  it.each([
    ['critical', 'error'],
    ['high', 'error'],
    ['medium', 'warning'],
    ['low', 'note'],
    ['info', 'note'],
  ] as const)('takes %s for %s', (severity, level) => {
    expect(read([], [{ ...finding, severity }]).results[0]?.level).toBe(level);
  });

  it('suppresses what is waived, with the reason; not what is waived no more', () => {
    const { results } = read(
      [
        { ...violation, waiver: { ...waiver, hasEnded: false } },
        { ...violation, waiver: { ...waiver, hasEnded: true } },
      ],
      [],
    );
    expect(results.map(({ suppressions }) => suppressions)).toEqual([
      [{ kind: 'external', status: 'accepted', justification: 'by hand (until 2027-01-31)' }],
      undefined,
    ]);
    expect(results[1]?.message.text).toContain('Its waiver ended with 2027-01-31: by hand.');
  });

  it('tells two of one file apart, each time the same', () => {
    const two = [violation, { ...violation, stack: 'database' }];
    const prints = () => read(two, []).results.map(({ partialFingerprints }) => partialFingerprints);
    expect(prints()).toEqual(prints());
    expect(new Set(prints().map((print) => JSON.stringify(print))).size).toBe(2);
  });
});
