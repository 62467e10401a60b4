import type { FilledIn } from '../deployment';
import { isProjectFile } from '../project-files';
import type { Report } from './cross-checks';
import { filePatterns } from './field-rules';
import { isPlainObject } from './rule-kinds';
import { pgpPaths, type PgpKeyFinding } from './pgp-keys';

/** Those of the paths that can be read, each once; what is wrong with the others is told without reading. */
export function pgpFiles(paths: readonly unknown[]): string[] {
  const files = paths.filter((path) => typeof path === 'string' && filePatterns.pgp.test(path));
  return [...new Set(files as string[])].filter(isProjectFile);
}

/** Whether there is a key a share, each another person's, and each one that a share can be encrypted to. */
export function checkPgpKeys(
  { keys, vault }: FilledIn,
  found: readonly PgpKeyFinding[],
  report: Report,
): void {
  if (!isPlainObject(keys) || !Array.isArray(keys.pgp)) return;
  const paths = pgpPaths(keys);
  if (typeof vault.keyShares === 'number' && paths.length !== vault.keyShares) {
    const problem = `must be as many keys as there are key shares (${vault.keyShares}), and are ${paths.length}: add or remove some, or set vault.keyShares`;
    report(['keys', 'pgp'], paths, problem);
  }
  const firstOf = new Map<string, number>();
  for (const [index, path] of paths.entries()) {
    if (typeof path !== 'string' || !filePatterns.pgp.test(path)) continue;
    const at = ['keys', 'pgp', String(index)];
    const finding = found.find(({ file }) => file === path);
    if (finding === undefined) {
      report(at, path, 'does not exist: create the file, or correct the path');
    } else if ('problem' in finding) {
      report(at, path, finding.problem);
    } else {
      const first = firstOf.get(finding.fingerprint);
      if (first === undefined) firstOf.set(finding.fingerprint, index);
      else
        report(at, path, `is the same key as keys.pgp.${first}: a person holds one share, so name another's`);
    }
  }
}
