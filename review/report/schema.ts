import { z } from 'zod';
import { capabilities } from '../../common/policies/capability';
import { findingKinds, severities, type FindingKind } from '../meaning/finding';
import { actions } from '../plan/plan';
import { reportVersion, type Report } from './report';

const text = z.string();
const severity = z.enum(severities);
const action = z.enum(actions);
const lines = z.array(text);
const allowed = z.array(z.enum(capabilities));

const stack = z.strictObject({
  name: text,
  basis: z
    .enum(['live', 'state', 'new'])
    .describe('What is known of the systems that it was planned against'),
  counts: z.partialRecord(action, z.int()),
  changes: z.array(
    z.strictObject({
      address: text,
      type: text,
      action,
      attributes: z.array(
        z.strictObject({
          name: text,
          before: text.nullable(),
          after: text.nullable(),
          forcesReplacement: z.boolean(),
        }),
      ),
    }),
  ),
});

const finding = z.strictObject({
  kind: z.enum(Object.keys(findingKinds) as [FindingKind, ...FindingKind[]]),
  severity,
  stack: text,
  address: text,
  meaning: text.describe('One sentence: what it means to a person'),
  reason: text.describe('The path, attribute or statement that it comes from'),
  next: text.exactOptional().describe('What to do about it'),
});

const identity = z.strictObject({
  identity: text,
  policiesBefore: lines,
  policiesAfter: lines,
  rows: z.array(z.strictObject({ path: text, before: allowed, after: allowed, isChanged: z.boolean() })),
});

const textChange = z.strictObject({
  stack: text,
  address: text,
  title: text,
  language: z.enum(['hcl', 'sql', 'text']),
  before: text,
  after: text,
});

const violation = z.strictObject({
  rule: text,
  title: text,
  severity: z.enum(['error', 'warning']),
  stack: text,
  address: text,
  message: text,
  remedy: text,
  waiver: z
    .strictObject({
      reason: text,
      until: text.describe('The last day that it counts'),
      hasEnded: z.boolean(),
    })
    .exactOptional(),
});

const drift = z.strictObject({
  system: z.enum(['Vault', 'PostgreSQL', 'Docker', 'Terraform']),
  severity,
  what: text,
  declared: text,
  found: text,
  next: text,
});

/** The form of `plan --json`. `docs/plan-report.schema.json` is made of it. */
export const reportSchema: z.ZodType<Report> = z
  .strictObject({
    version: z.literal(reportVersion).describe('Raised where a reader would have to change'),
    deployment: text,
    madeAt: z.iso.datetime(),
    outcome: z.enum(['clean', 'changes']),
    stacks: z.array(stack).describe('In the order in which they are applied'),
    findings: z.array(finding).describe('The weightiest first'),
    access: z.array(identity).describe('Who may do what, before and after'),
    texts: z.array(textChange).describe('Policies, SQL and uploaded files that change'),
    rules: z.array(violation).describe('Guardrails that do not hold, waived ones included'),
    drift: z.array(drift).exactOptional().describe('Left out where nobody looked for it'),
  })
  .meta({
    title: 'dbvault plan',
    description: 'What a deployment would change and what that means. Holds no secret.',
  });
