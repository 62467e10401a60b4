import { createHash } from 'node:crypto';
import type { Log, ReportingDescriptor, Result, Run } from 'sarif';
import { rules as guardrails } from '../../constructs/guardrails/rules';
import { findingKinds, severities, type Finding, type Severity } from '../meaning/finding';
import type { Report, RuleViolation } from './report';

/** The file that a stack is written in, relative to the project, as SARIF's readers show it. */
export type ArtifactOf = (stack: string) => string;

const levels: Readonly<Record<Severity, Result.level>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** From 0 to 10, as code scanning sorts them. */
const weights: Readonly<Record<Severity | RuleViolation['severity'], string>> = {
  critical: '9.5',
  high: '8.0',
  error: '8.0',
  medium: '5.5',
  warning: '5.0',
  low: '3.0',
  info: '1.0',
};

/**
 * Broken guardrails and the findings of a plan as SARIF 2.1.0, for code scanning. What is waived is in it, suppressed.
 *
 * @param artifactOf the file of a stack. @default the deployment's in `deployments/`
 */
export function sarifOf(
  { deployment, rules, findings }: Pick<Report, 'deployment' | 'rules' | 'findings'>,
  artifactOf: ArtifactOf = () => `deployments/${deployment}.ts`,
): string {
  const described = [...guardrails.map(describeRule), ...kindsOf(findings)];
  const results = [
    ...rules.map((violation) => resultOfRule(violation, artifactOf)),
    ...findings.map((finding) => resultOfFinding(finding, artifactOf)),
  ].map((result) => ({ ...result, ruleIndex: described.findIndex(({ id }) => id === result.ruleId) }));
  const run: Run = {
    tool: { driver: { name: 'dbvault', rules: described } },
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The folder of the project' } } },
    columnKind: 'utf16CodeUnits',
    results,
  };
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function describeRule({
  id,
  title,
  severity,
  why,
  remedy,
}: (typeof guardrails)[number]): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: `${title}. ${why}` },
    help: { text: `${remedy}.`, markdown: `${why}\n\n**What to do:** ${remedy}.` },
    defaultConfiguration: { level: severity },
    properties: { tags: ['security', 'guardrail'], 'security-severity': weights[severity] },
  };
}

/** Those that are found; the weight of a kind is that of its weightiest. */
function kindsOf(findings: readonly Finding[]): ReportingDescriptor[] {
  const kinds = [...new Set(findings.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const found = findings.filter((finding) => finding.kind === kind).map(({ severity }) => severity);
    const worst = severities.find((severity) => found.includes(severity)) ?? 'info';
    return {
      id: kind,
      shortDescription: { text: findingKinds[kind] },
      help: { text: `${findingKinds[kind]}. What it means here, and what to do, is said in each result.` },
      defaultConfiguration: { level: levels[worst] },
      properties: { tags: ['security', 'plan'], 'security-severity': weights[worst] },
    };
  });
}

function resultOfRule(violation: RuleViolation, artifactOf: ArtifactOf): Result & { ruleId: string } {
  const { rule, severity, stack, address, message, remedy, waiver } = violation;
  const ended = waiver?.hasEnded === true ? ` Its waiver ended with ${waiver.until}: ${waiver.reason}.` : '';
  return {
    ruleId: rule,
    level: severity,
    message: { text: `${address}: ${message}.${ended} ${remedy}.` },
    ...placeOf(rule, stack, address, message, artifactOf),
    ...(waiver === undefined || waiver.hasEnded
      ? {}
      : {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: `${waiver.reason} (until ${waiver.until})`,
            },
          ],
        }),
  };
}

function resultOfFinding(finding: Finding, artifactOf: ArtifactOf): Result & { ruleId: string } {
  const { kind, severity, stack, address, meaning, reason, next } = finding;
  return {
    ruleId: kind,
    level: levels[severity],
    message: { text: `${meaning}. Reason: ${reason}.${next === undefined ? '' : ` Next: ${next}.`}` },
    ...placeOf(kind, stack, address, meaning, artifactOf),
  };
}

/** A resource has no line of its own. So that two of one file are told apart, each has a fingerprint. */
function placeOf(rule: string, stack: string, address: string, message: string, artifactOf: ArtifactOf) {
  const fingerprint = createHash('sha256').update([rule, stack, address, message].join('\n')).digest('hex');
  return {
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(artifactOf(stack)), uriBaseId: '%SRCROOT%' },
          region: { startLine: 1 },
        },
        logicalLocations: [{ fullyQualifiedName: address, kind: 'resource' }],
      },
    ],
    partialFingerprints: { primaryLocationLineHash: fingerprint },
  } satisfies Partial<Result>;
}
