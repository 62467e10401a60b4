import { randomInt } from 'node:crypto';
import { fail } from '../../cli/output';
import { Problem, exitCodes } from '../../common/problem';
import type { FaultCase } from './cases';
import { clockCases } from './clock';
import { custodyCases } from './custody';
import { diskFullCases } from './disk-full';
import { keysAndTokensCases } from './keys-and-tokens';
import { killedCases } from './killed';
import { randomCases } from './random';
import { reportOf, writeReport } from './report';
import { rotationCases } from './rotation';
import { stoppedCases } from './stopped';
import { runCases } from './workers';

const usage = `npm run test:faults                               every fault
npm run test:faults -- --write                    and its table in docs/faults.md
npm run test:faults -- 'rotate root' 'disk full'  those whose name holds one of these
npm run test:faults -- random 50 [<seed>]         runs killed at any moment`;

const seedsUnder = 1_000_000;

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const cases = chosen(args.filter((arg) => arg !== '--write'));
  const results = await runCases(cases);
  console.log(reportOf(results));
  if (args.includes('--write')) await writeReport(results);
  if (results.some(({ outcome }) => 'failed' in outcome)) process.exitCode = exitCodes.failed;
}

function chosen(words: readonly string[]): readonly FaultCase[] {
  const [first, count = '', seed = String(randomInt(seedsUnder))] = words;
  const isRandom = first === 'random' && /^[1-9]\d*$/.test(count) && /^\d+$/.test(seed);
  const cases = isRandom
    ? randomCases(Number(count), Number(seed))
    : allCases().filter(
        ({ part, title }) => words.length === 0 || words.some((word) => `${part}: ${title}`.includes(word)),
      );
  if (cases.length > 0) return cases;
  const what = `No fault is called so: ${words.join(' ')}`;
  throw new Problem({ what, next: `\n${usage}`, exitCode: exitCodes.usage });
}

function allCases(): FaultCase[] {
  return [
    ...killedCases(),
    ...stoppedCases,
    ...rotationCases,
    ...diskFullCases,
    ...keysAndTokensCases,
    ...custodyCases,
    ...clockCases,
  ];
}

main().catch(fail);
