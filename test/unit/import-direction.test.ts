import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { projectFolder } from '../../common/project';

/** A file that imports a module. */
type Import = readonly [file: string, module: string];

const allowed: readonly Import[] = [
  ['common/run.ts', './problem'],
  ['common/run.ts', 'execa'],
  ['constructs/deployment.ts', '../common/problem'],
  ['constructs/deployment.ts', './names'],
  ['constructs/access/index.ts', '../names'],
  ['constructs/access/index.ts', '../../common/project'],
  ['constructs/access/index.ts', 'cdktf'],
  ['constructs/access/index.ts', 'constructs'],
  ['constructs/access/index.ts', '@cdktf/provider-vault/lib/policy'],
  ['deployments/load.ts', '../common/problem'],
  ['deployments/local.ts', '../constructs/deployment'],
  ['steps/unseal.ts', './vault-client'],
  ['steps/unseal.ts', '../common/problem'],
  ['steps/unseal.ts', '../constructs/names'],
  ['constructs/guardrails/read-policies.ts', '../../common/policies/parse-policy'],
  ['constructs/guardrails/aspect.ts', 'cdktf'],
  ['review/plan/read-plan.ts', './mask'],
  ['review/policies/acl.ts', '../../common/policies/parse-policy'],
  ['review/meaning/containers/index.ts', '../../../constructs/names'],
  ['review/guardrails/ask-rules.ts', '../../constructs/guardrails/rules'],
  ['review/guardrails/ask-rules.ts', '../../constructs/guardrails/sources/plan'],
  ['toolchain/index.ts', '../common/run'],
  ['cli/verbs/up.ts', '../../steps/unseal'],
  ['cli/verbs/up.ts', '../../toolchain'],
  ['cli/verbs/up.ts', '../../constructs/names'],
  ['cli/session.ts', '../constructs/deployment'],
  ['cli/session.ts', '../deployments/load'],
  ['cli/verbs/plan.ts', '../../review/report/text'],
  ['main.ts', './constructs/access'],
  ['main.ts', './deployments/load'],
  ['main.ts', 'cdktf'],
];

const refused: readonly (readonly [...Import, message: string])[] = [
  ['constructs/names.ts', './deployment', 'names imports nothing.'],
  ['constructs/names.ts', 'node:path', 'names imports nothing.'],
  ['constructs/names.ts', '../common/problem', 'names imports nothing.'],
  ['constructs/names.ts', '../steps/unseal', 'names imports nothing.'],
  ['common/run.ts', '../steps/unseal', 'common may import nothing of the project, not steps.'],
  ['common/run.ts', '../constructs/names', 'common may import nothing of the project, not constructs.'],
  ['constructs/deployment.ts', '../steps/unseal', 'constructs may import common, not steps.'],
  ['constructs/access/index.ts', '../../steps/unseal', 'constructs may import common, not steps.'],
  ['constructs/deployment.ts', '../cli/output', 'constructs may import common, not cli.'],
  ['constructs/deployment.ts', '../deployments/local', 'constructs may import common, not deployments.'],
  ['constructs/deployment.ts', '../toolchain', 'constructs may import common, not toolchain.'],
  ['constructs/deployment.ts', '../main', 'constructs may import common, not main.'],
  ['deployments/local.ts', '../steps/unseal', 'deployments may import common, constructs, not steps.'],
  [
    'steps/unseal.ts',
    '../constructs/deployment',
    'steps share constructs/names with the constructs and nothing else.',
  ],
  [
    'steps/unseal.ts',
    '../constructs/names/more',
    'steps share constructs/names with the constructs and nothing else.',
  ],
  ['steps/unseal.ts', '../deployments/load', 'steps may import common, not deployments.'],
  ['steps/unseal.ts', '../cli/output', 'steps may import common, not cli.'],
  ['steps/unseal.ts', '../toolchain', 'steps may import common, not toolchain.'],
  ['steps/unseal.ts', 'cdktf', 'cdktf belongs to constructs/ and main.ts, not to steps.'],
  ['steps/unseal.ts', 'constructs', 'cdktf belongs to constructs/ and main.ts, not to steps.'],
  [
    'steps/unseal.ts',
    '@cdktf/provider-docker/lib/image',
    'cdktf belongs to constructs/ and main.ts, not to steps.',
  ],
  ['steps/unseal.ts', '../review/plan/plan', 'steps may import common, not review.'],
  ['constructs/stack.ts', '../review/plan/plan', 'constructs may import common, not review.'],
  [
    'common/policies/parse-policy.ts',
    '../../review/policies/acl',
    'common may import nothing of the project, not review.',
  ],
  ['review/plan/plan.ts', '../../steps/unseal', 'review may import common, constructs, not steps.'],
  ['review/plan/plan.ts', '../../cli/output', 'review may import common, constructs, not cli.'],
  ...['deployment', 'literal', 'guardrails', 'guardrails/aspect', 'access/index'].map(
    (name) =>
      [
        'review/plan/plan.ts',
        `../../constructs/${name}`,
        'review shares the names and the guardrails with the constructs; their aspect loads cdktf.',
      ] as const,
  ),
  ['review/plan/plan.ts', 'cdktf', 'cdktf belongs to constructs/ and main.ts, not to review.'],
  ['toolchain/index.ts', '../steps/unseal', 'toolchain may import common, not steps.'],
  ['toolchain/index.ts', '../cli/output', 'toolchain may import common, not cli.'],
  [
    'cli/session.ts',
    '../constructs/access',
    'cli reads deployments and names; it synthesizes in a process of its own, so cdktf is not loaded.',
  ],
  ['cli/verbs/up.ts', 'cdktf', 'cdktf belongs to constructs/ and main.ts, not to cli.'],
  [
    'cli/session.ts',
    '../test/run',
    'cli may import common, constructs, deployments, review, steps, toolchain, not test.',
  ],
];

/** What the import rules say of each, asked all at once. */
function lint(imports: readonly (readonly [...Import, ...unknown[]])[]): string[][] {
  const snippets = imports.map(([file, module]) => ({
    file: join(projectFolder, file),
    source: `import '${module}';\n`,
  }));
  const script = join(projectFolder, 'test/unit/support/lint-imports.mjs');
  const input = JSON.stringify(snippets);
  return JSON.parse(execFileSync(process.execPath, [script], { input, encoding: 'utf8' })) as string[][];
}

describe('the import direction', () => {
  const messages = lint([...allowed, ...refused]);

  it.each(allowed.map((one, index) => [...one, index] as const))('%s may import %s', (_, __, index) => {
    expect(messages[index]).toEqual([]);
  });

  it.each(refused.map((one, index) => [...one, index] as const))(
    '%s may not import %s',
    (_, module, why, index) => {
      expect(messages[allowed.length + index]).toEqual([
        `'${module}' import is restricted from being used by a pattern. ${why}`,
      ]);
    },
  );
});
