import { having, plainAccess, plainContainers, plainDatabase } from '../support/plain-hcl';
import type { HarmlessCase } from './harmless';

const team = '"secret/data/team/*"';

/** What projects that nobody here made change without a meaning. */
export const harmlessPlain: readonly HarmlessCase[] = [
  {
    title: 'plain HCL: comments, and the resources in another order',
    before: plainAccess,
    after: `# As before.\n${plainAccess
      .split(/\n(?=resource )/)
      .reverse()
      .join('\n')}`,
  },
  {
    title: 'plain HCL: the description of a mount',
    before: plainDatabase,
    after: having(plainDatabase, ['type = "database"', 'type = "database"\n  description = "of the shop"']),
  },
  {
    title: 'plain HCL: the description of a way to log in',
    before: plainAccess,
    after: having(plainAccess, ['type = "approle"', 'type = "approle"\n  description = "machines"']),
  },
  {
    title: 'plain HCL: a resource gets another address, and is moved in the state',
    before: plainAccess,
    after: `${having(
      plainAccess,
      ['"vault_policy" "team"', '"vault_policy" "of_team"'],
      ['vault_policy.team', 'vault_policy.of_team'],
    )}
moved {
  from = vault_policy.team
  to   = vault_policy.of_team
}
`,
  },
  {
    title: 'plain HCL: a policy is divided, and who has it gets both parts',
    before: having(plainAccess, ['EOT\n}', `  path "a" {\n      capabilities = ["read"]\n    }\n  EOT\n}`]),
    after: `${having(plainAccess, ['[vault_policy.team.name]', '["team", "a"]'], ['["team"]', '["a", "team"]'])}
resource "vault_policy" "a" {
  name   = "a"
  policy = "path \\"a\\" { capabilities = [\\"read\\"] }"
}
`,
  },
  {
    title: 'plain HCL: a policy gets another name, and who has it gets that one',
    before: plainAccess,
    after: having(plainAccess, ['name   = "team"', 'name   = "crew"'], ['["team"]', '["crew"]']),
  },
  {
    title: 'plain HCL: the policies of a login in another order',
    before: having(plainAccess, ['["team"]', '["team", "default"]']),
    after: having(plainAccess, ['["team"]', '["default", "team"]']),
  },
  {
    title: 'plain HCL: a policy is written by a function',
    before: plainAccess,
    after: having(plainAccess, [
      /policy = <<-EOT[^]*?EOT\n/,
      'policy = jsonencode({ path = { "secret/data/team/*" = { capabilities = ["list", "read"] } } })\n',
    ]),
  },
  {
    title: 'plain HCL: a policy names what a wider path of it takes already',
    before: plainAccess,
    after: having(plainAccess, [
      `path ${team}`,
      `path "secret/data/team/one" {\n      policy = "read"\n    }\n    path ${team}`,
    ]),
  },
  {
    title: 'plain HCL: more connections at a time',
    before: plainDatabase,
    after: having(plainDatabase, [
      'username            = "vault"',
      'username            = "vault"\n    max_open_connections = 8',
    ]),
  },
  {
    title: 'plain HCL: SQL in one text in the place of several',
    before: plainDatabase,
    after: having(plainDatabase, [
      /VALID UNTIL '\{\{expiration\}\}'",\n +"GRANT/,
      "VALID UNTIL '{{expiration}}'; GRANT",
    ]),
  },
  {
    title: 'plain HCL: a container starts again whenever it ended',
    before: plainContainers,
    after: having(plainContainers, ['restart = "unless-stopped"', 'restart = "always"']),
  },
  {
    title: 'plain HCL: an image stays when nothing declares it any more',
    before: plainContainers,
    after: having(plainContainers, ['vault:1.21.1"', 'vault:1.21.1"\n  keep_locally = true']),
  },
];
