import { projectFolder } from '../common/project';
import { Problem, exitCodes } from '../common/problem';
import { libraries, useLibrary, type Library } from '../toolchain/use-library';
import { fail } from './output';

const usage = 'npm run use:cdktn, or npm run use:cdktf';

async function main(): Promise<void> {
  const [wanted, ...others] = process.argv.slice(2);
  if (!isLibrary(wanted) || others.length > 0)
    throw new Problem({ what: 'Name one library', next: usage, exitCode: exitCodes.usage });
  for (const line of await useLibrary(projectFolder, wanted)) console.log(line);
}

function isLibrary(name: string | undefined): name is Library {
  return name !== undefined && name in libraries;
}

main().catch(fail);
