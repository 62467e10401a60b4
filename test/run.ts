import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { fail } from '../cli/output';
import { Progress } from '../cli/progress';
import { completeTools } from '../cli/prepare-tools';
import { openSession } from '../cli/session';
import { projectFolder } from '../common/project';
import { Problem, exitCodes } from '../common/problem';
import { thisMachine } from '../toolchain/machine';
import { ensureChromium } from './chromium';

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const usage = 'npm test [-- unit | e2e | app] [-- --yes]';
/** `app` has load and outages whose timing is looked at, so it does not run beside the others. */
const kinds = ['unit', 'e2e', 'app'] as const;
type Kind = (typeof kinds)[number];

/** Checks of the sources themselves: each counts as a test. */
const checks = [
  { title: 'types', command: ['tsc', '--noEmit'] },
  { title: 'the example builds', command: ['tsc', '--build', 'examples/nestjs-app'] },
  { title: 'lint', command: ['eslint', '.'] },
  { title: 'format', command: ['prettier', '--check', '--log-level=warn', '.'] },
] as const;

async function main(): Promise<void> {
  const { chosen, yes } = readArguments(process.argv.slice(2));
  const counts: Count[] = [];
  if (chosen.includes('unit')) {
    counts.push(...checks.map(({ title, command }) => runCheck(title, command)), runJest('unit'));
  }
  const live = chosen.filter((kind) => kind !== 'unit');
  if (live.length > 0) counts.push(...(await runLive(live, yes)));
  report(counts);
}

function readArguments(args: readonly string[]): { chosen: readonly Kind[]; yes: boolean } {
  const yes = args.includes('--yes') || args.includes('-y');
  const named = args.filter((arg) => !['--yes', '-y'].includes(arg));
  const chosen = kinds.filter((kind) => named.length === 0 || named.includes(kind));
  const unknown = named.filter((arg) => !(kinds as readonly string[]).includes(arg));
  if (unknown.length === 0) return { chosen, yes };
  throw new Problem({
    what: `Unknown argument: ${unknown.join(' ')}`,
    next: usage,
    exitCode: exitCodes.usage,
  });
}

function runCheck(title: string, [tool, ...args]: readonly string[]): Count {
  const { status } = spawnSync(join(projectFolder, 'node_modules/.bin', tool ?? ''), args, {
    cwd: projectFolder,
    stdio: 'inherit',
  });
  console.log(`${status === 0 ? 'PASS' : 'FAIL'} ${title}`);
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
}

function runJest(kind: Kind): Count {
  const folder = mkdtempSync(join(tmpdir(), 'dbvault-test-'));
  const results = join(folder, 'results.json');
  const jest = join(projectFolder, 'node_modules/jest/bin/jest.js');
  const args = [jest, '--selectProjects', kind, '--json', `--outputFile=${results}`];
  // Jest prints the same JSON on standard output; its report for people goes to standard error.
  const { status } = spawnSync(process.execPath, args, {
    cwd: projectFolder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(
      readFileSync(results, 'utf8'),
    ) as Record<string, number>;
    const failed = (numFailedTests ?? 0) + (numRuntimeErrorTestSuites ?? 0);
    return {
      passed: numPassedTests ?? 0,
      failed: failed || (status === 0 ? 0 : 1),
      skipped: numPendingTests ?? 0,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function complete(deployment: string, yes: boolean): Promise<void> {
  const session = openSession({ deployment: `test/e2e/deployments/${deployment}.ts`, json: false });
  await completeTools(session, new Progress(), yes);
}

/** Some tests run on OpenTofu, where there is Terraform as well. */
async function withOpenTofu(action: () => Promise<void>): Promise<void> {
  const chosen = process.env['TERRAFORM_BINARY_NAME'];
  process.env['TERRAFORM_BINARY_NAME'] = 'tofu';
  try {
    await action();
  } finally {
    if (chosen === undefined) delete process.env['TERRAFORM_BINARY_NAME'];
    else process.env['TERRAFORM_BINARY_NAME'] = chosen;
  }
}

/** Tests of real systems need an engine, Terraform, images and a browser: without them they fail, with what helps. */
async function runLive(live: readonly Kind[], yes: boolean): Promise<Count[]> {
  try {
    await ensureChromium(thisMachine(), new Progress(), yes);
    for (const name of ['e2e-local', 'e2e-seed']) await complete(name, yes);
    await withOpenTofu(() => complete('e2e-tofu', yes));
  } catch (error) {
    fail(error);
    console.log('FAIL end-to-end tests: they need what is named above. npm test -- --yes sets it up.');
    return [{ passed: 0, failed: 1, skipped: 0 }];
  }
  return live.map(runJest);
}

function report(counts: readonly Count[]): void {
  const sum = (of: (count: Count) => number) => counts.reduce((total, count) => total + of(count), 0);
  const failed = sum((count) => count.failed);
  const skipped = sum((count) => count.skipped);
  console.log(`${sum((c) => c.passed)} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed > 0 ? exitCodes.failed : exitCodes.done;
}

main().catch(fail);
