import type { Hit, Rule } from '../rule';
import { blocksOf, textsOf } from '../tree';

/** A connection names the roles that may use it. */
export const namedAllowedRoles: Rule = {
  id: 'named-allowed-roles',
  title: 'A connection names each role that may use it',
  severity: 'error',
  why: "With a wildcard, whoever may write a role makes users with whatever rights Vault's own login has in the database.",
  remedy: 'Write the names of the roles into `allowed_roles`',
  example: {
    address: 'vault_database_secret_backend_connection.pg',
    message: 'allowed_roles has "*": every role may use it',
  },
  check({ resources }) {
    return resources
      .filter(({ type }) => type.startsWith('vault_database_'))
      .flatMap(({ address, values }) => {
        const inBlocks = Object.keys(values).flatMap((name) =>
          blocksOf(values, name).flatMap((block) => textsOf(block, 'allowed_roles')),
        );
        return [...textsOf(values, 'allowed_roles'), ...inBlocks]
          .filter((role) => role.includes('*'))
          .map((role): Hit => ({ address, message: messageOf(role) }));
      });
  },
};

function messageOf(role: string): string {
  return `allowed_roles has "${role}": ${role === '*' ? 'every role' : 'every role of such a name'} may use it`;
}
