import { randomBytes } from 'node:crypto';
import { Problem, exitCodes } from '../common/problem';
import { readSecretFile, writeSecretFile } from '../common/secret-file';

const randomBytesCount = 24;

/**
 * The password that PostgreSQL starts with. It is kept after Vault has rotated it away: it opens nothing any
 * more, and every later run proves so.
 *
 * @param given what the user chose; @default random
 * @param kept what becomes of the one that is kept already
 * @throws Problem where what was chosen cannot be a password here
 */
export function firstPassword(
  file: string,
  given: string | undefined,
  kept: 'keep' | 'replace' = 'keep',
): string {
  const before = readSecretFile(file);
  if (before !== undefined && before !== '' && (kept === 'keep' || before === given)) return before;
  if (given !== undefined && !/^[\x20-\x7e]{1,200}$/.test(given)) {
    throw new Problem({
      what: 'The first password cannot be used',
      why: 'it must be 1 to 200 printable ASCII characters',
      next: 'set another one in the environment, or none: then it is random',
      exitCode: exitCodes.usage,
    });
  }
  const password = given ?? randomPassword();
  writeSecretFile(file, `${password}\n`);
  return password;
}

/** Letters, digits, `-` and `_`: needs no quoting in SQL, shells and URLs. */
export function randomPassword(): string {
  return randomBytes(randomBytesCount).toString('base64url');
}
