import { randomBytes } from 'node:crypto';
import { projectFolder } from '../../common/project';
import { run, type RunResult } from '../../common/run';
import { Access } from '../../constructs/access';
import { Database } from '../../constructs/database';
import { ruleIds } from '../../constructs/guardrails/rule-ids';
import type { RuleViolation } from '../../review/report/report';
import { Synthesized } from '../unit/support/synthesized';
import { broken, brokenFiles } from './support/plain-hcl/broken';
import { harmlessFiles } from './support/plain-hcl/harmless';
import { planOf, type Held } from './support/plain-hcl/planned';

const canary = `canary-${randomBytes(12).toString('hex')}`;

const check = (plan: string, ...args: string[]): Promise<RunResult> =>
  run(process.execPath, ['cli/dbvault.mjs', 'check', '-', ...args], { cwd: projectFolder, input: plan });

async function violationsOf(plan: string): Promise<readonly RuleViolation[]> {
  const { stdout } = await check(plan, '--json');
  return (JSON.parse(stdout) as { violations: RuleViolation[] }).violations;
}

const told = (violations: readonly RuleViolation[]) =>
  violations.map(({ rule, address }) => `${rule} ${address}`).sort();

describe('a plan of plain HCL that breaks each rule that a configuration can break', () => {
  let plan: string;
  let violations: readonly RuleViolation[];

  beforeAll(async () => {
    plan = await planOf(brokenFiles, { admin_password: canary, once: canary });
    violations = await violationsOf(plan);
  });

  it('has each of them found, in every instance and module, and nothing else', () => {
    expect(told(violations)).toEqual([...broken].sort());
  });

  it('breaks every rule but the one on what goes', () => {
    const rules = new Set(violations.map(({ rule }) => rule));
    expect(ruleIds.filter((rule) => !rules.has(rule))).toEqual(['protected-data']);
  });

  it('fails the check', async () => {
    expect((await check(plan)).exitCode).toBe(1);
  });

  it.each([[], ['--json'], ['--sarif', '-'], ['--junit', '-']])(
    'holds secrets, of which none is shown: %j',
    async (...args) => {
      expect(plan).toContain(canary);
      expect(plan).toContain('canary-in-a-provider');
      const { stdout, stderr } = await check(plan, ...args);
      expect(stdout + stderr).toContain('vault_policy.db_admin');
      expect(stdout + stderr).not.toContain('canary');
    },
  );
});

describe("a plan of the project's own stacks, which are JSON", () => {
  it.each([
    [Access, ['tls provider.vault']],
    [
      Database,
      [
        'tls provider.vault',
        'tls vault_database_secret_backend_connection.connection-pg_connection_3E2E5307',
      ],
    ],
  ])('breaks nothing but what its deployment does on purpose', async (Stack, expected) => {
    const { terraform, ...json } = new Synthesized(Stack, { tls: 'off' }).json;
    const { required_providers } = terraform;
    const file = JSON.stringify({ ...json, terraform: { required_providers } });
    const plan = await planOf({ 'main.tf.json': file }, { pg_password: canary });
    expect(told(await violationsOf(plan))).toEqual(expected);
    expect(plan).not.toContain(canary);
  });
});

describe('a plan of plain HCL that breaks no rule', () => {
  it('passes', async () => {
    const plan = await planOf(harmlessFiles, { admin_password: canary });
    const { stdout, exitCode } = await check(plan);
    expect(stdout).toBe('12 rules on 10 resources: all hold');
    expect(exitCode).toBe(0);
  });
});

describe('a plan of plain HCL that takes something away', () => {
  const held: readonly Held[] = [
    { type: 'docker_volume', name: 'gone', attributes: { name: 'gone' } },
    { type: 'docker_volume', name: 'renamed', attributes: { name: 'before' } },
    { type: 'docker_volume', name: 'kept', attributes: { name: 'kept' } },
    { type: 'vault_mount', name: 'db', attributes: { path: 'database', type: 'database' } },
    { type: 'vault_mount', name: 'kv', attributes: { path: 'kv', type: 'kv' } },
    {
      type: 'vault_database_secret_backend_connection',
      name: 'pg',
      attributes: { backend: 'database', name: 'pg' },
    },
  ];
  const files = {
    'main.tf': `
provider "vault" {
  skip_child_token = true
}

resource "docker_volume" "renamed" {
  name = "after"
}

resource "docker_volume" "kept" {
  name = "kept"
}

resource "vault_database_secret_backend_connection" "pg" {
  backend = "elsewhere"
  name    = "pg"
}
`,
  };

  it('is told what is lost, and lets go what can be made again', async () => {
    const violations = await violationsOf(await planOf(files, {}, held));
    expect(violations.map(({ rule, address, message }) => [rule, address, message])).toEqual([
      ['protected-data', 'docker_volume.gone', 'is deleted, with all data on it'],
      ['protected-data', 'docker_volume.renamed', 'is replaced, with all data on it'],
      [
        'protected-data',
        'vault_database_secret_backend_connection.pg',
        'is replaced, with the password that Vault rotated and nobody else has',
      ],
      [
        'protected-data',
        'vault_mount.db',
        'is deleted, with its connections, their rotated passwords, its roles and all leases',
      ],
    ]);
  });
});
