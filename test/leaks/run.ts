import { fail } from '../../cli/output';
import { completeTools } from '../../cli/prepare-tools';
import { Progress } from '../../cli/progress';
import { openSession } from '../../cli/session';
import { Problem, exitCodes } from '../../common/problem';
import { deploymentFile } from './deployment-file';
import { Life } from './life';
import { lives } from './lives';
import { searchPlanted } from './planted';
import { reportLife, reportPlanted } from './report';

const parts = ['planted', ...Object.keys(lives)];
const usage = `npm run test:leaks [-- ${parts.join(' | ')} …] [-- --yes]`;

/** Plants leaks and finds them; then lives lives and finds none. */
async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const named = args.filter((arg) => arg !== '--yes');
  const unknown = named.filter((name) => !parts.includes(name));
  if (unknown.length > 0) {
    throw new Problem({
      what: `Unknown: ${unknown.join(' ')}`,
      next: usage,
      exitCode: exitCodes.usage,
    });
  }
  const chosen = parts.filter((part) => named.length === 0 || named.includes(part));
  const session = openSession({ deployment: deploymentFile('e2e-leaks-planted'), json: false });
  await completeTools(session, new Progress(), args.includes('--yes'));

  let failures = 0;
  for (const part of chosen) failures += part === 'planted' ? await plant() : await live(part);
  console.log(failures === 0 ? 'No leak was found.' : `${failures} findings.`);
  if (failures > 0) process.exitCode = exitCodes.failed;
}

/** @returns how many leaks were planted and not found, or found and not planted */
async function plant(): Promise<number> {
  let failures = 0;
  await searchPlanted((result) => (failures += reportPlanted(result)));
  return failures;
}

/** @returns how many leaks were found, and how much went otherwise than it should */
async function live(name: string): Promise<number> {
  const { live, env } = lives[name] ?? missing(name);
  const life = await Life.begin(`e2e-leaks-${name}`, env);
  try {
    await live(life);
  } catch (error) {
    life.surprises.push(String(error));
  }
  const seen = await life.close();
  return reportLife(name, life, seen);
}

function missing(name: string): never {
  throw new Error(`There is no life '${name}'`);
}

main().catch(fail);
