import { notKnown, Reference, type Checked, type CheckedBlock } from '../checked';
import { originOf } from '../origin';
import type { Hit, Rule } from '../rule';
import { passwordIn, readVariable, secretVariable } from '../secrets';
import { hasHole, isSet, leavesOf, textsOf } from '../tree';

/** Arguments of the database secrets engine that have a write-only counterpart. */
const kept = ['password', 'self_managed_password'];

/** No password stands in Terraform's state or in a plan, wherever it comes from. */
export const passwordInState: Rule = {
  id: 'password-in-state',
  title: "No password stands in Terraform's state or in a plan",
  severity: 'error',
  why: 'The state and each saved plan hold such values in clear, sensitive or not; `docker inspect` shows the environment.',
  remedy:
    'Use `password_wo` with `password_wo_version`, fed by a variable with `ephemeral = true`; give a container a file by its path, as with `POSTGRES_PASSWORD_FILE`',
  example: {
    address: 'vault_database_secret_backend_connection.pg',
    message: "postgresql.password stands in Terraform's state",
  },
  check(checked) {
    const blocks = checked.resources;
    const hits = blocks.flatMap((block) => [
      ...keptPasswords(block),
      ...feedsThatAreKept(checked, block),
      ...environment(block),
      ...inUrls(block),
    ]);
    return [...new Map(hits.map((hit) => [`${hit.address} ${hit.message}`, hit])).values()];
  },
};

function keptPasswords({ address, type, values }: CheckedBlock): Hit[] {
  if (!type.startsWith('vault_database_')) return [];
  return leavesOf(values)
    .filter(({ key, value }) => kept.includes(key) && isSet(value))
    .map(({ path }) => ({ address, message: `${path} stands in Terraform's state` }));
}

/** What feeds a write-only argument must not be kept either. */
function feedsThatAreKept({ variables }: Checked, { address, module, given }: CheckedBlock): Hit[] {
  return leavesOf(given)
    .filter(({ key }) => key.endsWith('_wo'))
    .flatMap(({ path, value }) => {
      const origin = originOf(variables, module, value);
      if (origin.kind === 'state')
        return [{ address, message: `${path} comes from ${origin.resource}, which Terraform's state holds` }];
      const isKept = origin.kind === 'outside' && origin.variable.isEphemeral === false;
      if (!isKept) return [];
      return [
        {
          address,
          message: `${path} comes from ${origin.variable.address}, which is not ephemeral: a plan holds it`,
        },
      ];
    });
}

/** Written out, the rule `literal-password` tells of it. */
function environment({ address, values, given }: CheckedBlock): Hit[] {
  const isReference = given['env'] instanceof Reference;
  return textsOf(values, 'env')
    .map(readVariable)
    .filter(({ name, value }) => secretVariable.test(name) && value !== '' && (isReference || hasHole(value)))
    .map(({ name }) => ({ address, message: `env ${name} stands in Terraform's state` }));
}

function inUrls({ address, values }: CheckedBlock): Hit[] {
  return leavesOf(values)
    .filter(({ key, value }) => {
      const password = value === notKnown ? undefined : passwordIn(String(value), key === 'connection_url');
      return password !== undefined && hasHole(password);
    })
    .map(({ path }) => ({
      address,
      message: `${path} is given a password, and stands in Terraform's state`,
    }));
}
