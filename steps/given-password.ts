import { Problem, exitCodes } from '../common/problem';
import { readSecretFile } from '../common/secret-file';
import { firstPassword } from './first-password';

/**
 * The password that a PostgreSQL that runs elsewhere takes until Vault rotates it: who runs that server chose it. It
 * is kept, so that later runs prove that it opens nothing any more.
 *
 * @param variable where it is given
 * @throws Problem (exit code 64) where nobody ever gave one
 */
export function givenPassword(file: string, given: string | undefined, variable: string): string {
  if (given === undefined) {
    const kept = readSecretFile(file);
    if (kept !== undefined && kept !== '') return kept;
    throw new Problem({
      what: 'The first password is not known',
      where: variable,
      why: 'PostgreSQL runs elsewhere, so that nobody here can choose it',
      next: `give it in the environment, as ${variable}: docs/external.md`,
      exitCode: exitCodes.usage,
    });
  }
  return firstPassword(file, given, 'replace');
}
