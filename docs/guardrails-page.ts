import { writeFileSync } from 'node:fs';
import { inProject } from '../common/project';
import { listedRights } from '../constructs/guardrails/listed-rights';
import type { Rule } from '../constructs/guardrails/rule';
import { rules } from '../constructs/guardrails/rules';

// Writes docs/guardrails.md from the rules themselves.

/** The page, relative to the project. */
export const pageFile = 'docs/guardrails.md';

const introduction = `# Guardrails

What must hold of every deployment. The same rules are asked

- at each synthesis, by an Aspect on every stack: a broken rule fails \`up\`, \`plan\` and \`npx cdktf synth\`;
- by \`npx dbvault check\`, of the deployment's synthesized stacks, without a Vault, an engine or Terraform;
- by \`npx dbvault check plan.json\`, of plans that any project made with the same providers: \`terraform show -json plan\`, or \`-\` for
  standard input. Only a plan knows what was there before, so only a plan can break \`protected-data\`.

\`check\` exits with 0 where all rules hold or are waived, with 1 where one is broken, and with 64 where it cannot be asked so.
\`--sarif <file>\` is for code scanning, \`--junit <file>\` for lists of tests, \`--json\` for programs; \`-\` is standard output. No form
of it shows a secret: a password is told by the argument that holds it.

A rule says nothing of what is not known before an apply. It asks what the configuration writes and what the plan says, and
follows a variable to its default, and to what a module is called with.

## To waive one

Only in the deployment, with a reason and the last day, in UTC, that it counts:

\`\`\`ts
waivers: [
  { rule: 'tls', reason: 'repeats the flow by hand, on loopback', until: '2027-01-31' },
  { rule: 'bounded-ttl', resource: 'vault_database_secret_backend_role.…', reason: '…', until: '2027-01-31' },
],
\`\`\`

\`resource\` is the address as \`check\` shows it; without it the waiver counts for every resource. What is waived is told by \`check\`, with
its reason, and is suppressed in SARIF and skipped in JUnit. When the day is over the rule counts again, and what is told names the
waiver that ended; \`destroy\` works all the same. \`check\` also names a waiver that nothing needs. Plans of other projects have no waivers.

## The rules
`;

/** The page as it has to be. */
export function guardrailsPage(): string {
  return [introduction, ...rules.map(section), listed()].join('\n');
}

function section({ id, title, why, remedy, example, isOnPlansOnly }: Rule): string {
  return `### \`${id}\`

${title}.${isOnPlansOnly === true ? ' Asked of plans only.' : ''}

**Why.** ${why}

**What to do.** ${remedy}.

\`\`\`
${id}: ${example.address}: ${example.message}
\`\`\`
`;
}

function listed(): string {
  const rows = listedRights.map(({ policy, path, capabilities, why }) => [
    `\`${policy}\``,
    `\`${path}\``,
    capabilities.join(', '),
    why,
  ]);
  return `## What \`policy-breadth\` lets be

The list is [constructs/guardrails/listed-rights.ts](../constructs/guardrails/listed-rights.ts). Each counts for its policy alone.

${table([['policy', 'path', 'capabilities', 'why'], ...rows])}
`;
}

/** A table with columns of equal width. */
function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

if (require.main === module) writeFileSync(inProject(pageFile), guardrailsPage());
