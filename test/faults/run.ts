import { fail } from '../../cli/output';
import { Problem, exitCodes } from '../../common/problem';
import type { FaultCase } from './cases';
import { killedCases } from './killed';
import { reportOf, writeReport } from './report';
import { runCases } from './workers';

const usage = "npm run test:faults [-- <part of a case's name> …] [-- --write]";

/** Runs all cases, or those whose name holds one of the words that are given. */
async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const words = args.filter((arg) => arg !== '--write');
  const cases = killedCases();
  const chosen =
    words.length === 0 ? cases : cases.filter((one) => words.some((word) => nameOf(one).includes(word)));
  if (chosen.length === 0) {
    throw new Problem({
      what: `No case is called so: ${words.join(' ')}`,
      next: usage,
      exitCode: exitCodes.usage,
    });
  }
  const results = await runCases(chosen);
  console.log(reportOf(results));
  if (args.includes('--write')) await writeReport(results);
  if (results.some(({ outcome }) => 'failed' in outcome)) process.exitCode = exitCodes.failed;
}

function nameOf({ part, title }: FaultCase): string {
  return `${part}: ${title}`;
}

main().catch(fail);
