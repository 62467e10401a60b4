import type { CheckedBlock, Tree } from '../checked';
import { notKnown } from '../checked';
import type { Hit, Rule } from '../rule';
import { isSet, isTree } from '../tree';

/** A write-only argument has a version, without which the provider never sends it. */
export const writeOnlyVersion: Rule = {
  id: 'write-only-version',
  title: 'A write-only argument has a version of at least 1',
  severity: 'error',
  why: 'Without it the provider sends nothing, not even when the resource is made: Vault then has no password, and Terraform says that all went well.',
  remedy:
    'Set the version to 1, and leave it: a higher one sends the first password again, over the one that Vault rotated',
  example: {
    address: 'vault_database_secret_backend_connection.pg',
    message: 'postgresql.password_wo has no password_wo_version, so it is never sent',
  },
  check({ resources }) {
    return resources.flatMap(({ address, given, values }: CheckedBlock) =>
      unversioned(given, values).map((message): Hit => ({ address, message })),
    );
  },
};

function unversioned(given: Tree, values: Tree, names: readonly string[] = []): string[] {
  const own = Object.keys(given)
    .filter((name) => name.endsWith('_wo') && isSet(given[name]))
    .flatMap((name) => {
      const version = `${name}_version`;
      if (isSent(values[version] ?? given[version])) return [];
      const path = [...names, name].join('.');
      return isSet(given[version])
        ? [`${path} has a ${version} below 1, so it is never sent`]
        : [`${path} has no ${version}, so it is never sent`];
    });
  const below = Object.entries(given).flatMap(([name, item]) =>
    [item].flat().flatMap((block, index) => {
      if (!isTree(block)) return [];
      const known = [values[name]].flat()[index];
      return unversioned(block, isTree(known) ? known : {}, [...names, name]);
    }),
  );
  return [...own, ...below];
}

function isSent(version: unknown): boolean {
  if (version === notKnown || (isSet(version) && typeof version === 'object')) return true;
  return Number(version ?? 0) >= 1;
}
