import { dbAdminPolicy } from '../../names';
import { readPolicies } from '../read-policies';
import type { Rule } from '../rule';

/** What the identity that applies the stack `database` needs, on whatever mount. */
const ofMount =
  /^(?!(?:sys|auth|identity|cubbyhole|audit)\/)[^*+]+?\/(?:config|roles|static-roles|reset|rotate-root|rotate-role)(?:\/.*)?$/;
const mountItself = /^sys\/mounts\/[^*+]+$/;

/** Who makes connections and roles does nothing else, and issues no credential. */
export const minimalDbAdmin: Rule = {
  id: 'minimal-db-admin',
  title: `The policy ${dbAdminPolicy} administers its mount and does nothing else`,
  severity: 'error',
  why: 'With credentials, policies or logins besides, whoever has its token reads the data or raises their own rights, and not only those of roles.',
  remedy:
    'Allow `<mount>/config`, `roles`, `static-roles`, `reset`, `rotate-root` and `rotate-role`, and `sys/mounts/<mount>`; give what else is needed to a policy of its own',
  example: { address: 'vault_policy.db-admin', message: 'allows read on "database/creds/*"' },
  check({ resources }) {
    return readPolicies(resources)
      .filter(({ name }) => name === dbAdminPolicy)
      .flatMap(({ address, rules }) =>
        rules
          .filter(({ path, capabilities }) => !isNeeded(path) || capabilities.includes('sudo'))
          .map(({ path, capabilities }) => ({
            address,
            message: `allows ${capabilities.join(', ')} on "${path}"`,
          })),
      );
  },
};

function isNeeded(path: string): boolean {
  return ofMount.test(path) || mountItself.test(path);
}
