import { having, line, one, valid, type HostileDeployment } from './row';

const nameRule = 'must be a-z, 0-9 and "-", beginning with a letter, at most 31 long: rename it';
const containerRule =
  'must be a container name of letters, digits, "_", "." and "-", 2 to 63 long: rename it';
const mountRule =
  'must be a mount path such as "database", at most 127 long, without leading or trailing "/", and none of Vault\'s own: rename it';
const sqlRule = 'must be a plain SQL identifier (a-z, 0-9, "_", at most 63 long, not beginning with "pg_")';
const sqlRoleRule = `${sqlRule}, and not public, none or app_readonly: rename it`;
const sqlDatabaseRule = `${sqlRule}, and no template: rename it`;
const longDatabaseRule = 'must be at most 50 long, since its group is named after it: rename it';
const vaultNameRule =
  'must be a Vault name (letters, digits, "-", "_", single "." inside, at most 63 long): rename it';
const policyRule =
  'must be a policy name (a-z, 0-9, "-", "_", at most 63 long), and none of Vault\'s own, such as "root" and "default": rename it';
const imageRule = 'must be an image reference such as "postgres:15": correct it';
const protoRule = 'cannot be a name: rename it';

/** What no name may be, whatever it names. */
const hostileTexts = [
  'a"b',
  "a'b",
  'a\nb',
  'a\0b',
  '*',
  '..',
  '/a',
  '${path.root}',
  '%{ if true }',
  'a b',
  'bücher',
  '',
  'a'.repeat(300),
];

/** As a refusal shows a text: on one line, and not all of a long one. */
function shown(text: string): string {
  const json = JSON.stringify(text);
  return json.length > 60 ? `${json.slice(0, 60)}…` : json;
}

function each(property: string, problem: string, texts = hostileTexts): HostileDeployment[] {
  return texts.map((text) => one(property, text, problem, shown(text)));
}

function roleNamed(name: string, problem = vaultNameRule): HostileDeployment {
  return {
    title: `a role is named ${shown(name)}`,
    props: { ...valid, roles: { [name]: valid.roles.reader } },
    problems: [line('roles', shown(name), problem)],
  };
}

function connectionNamed(name: string, problem = vaultNameRule): HostileDeployment {
  return {
    title: `the connection is named ${shown(name)}`,
    props: {
      ...valid,
      connections: { [name]: {} },
      roles: { reader: { ...valid.roles.reader, connection: name } },
    },
    problems: [line('connections', shown(name), problem)],
  };
}

function policyNamed(name: string, problem = policyRule): HostileDeployment {
  const policies = { 'db-admin': 'policies/db-admin.hcl', app: 'policies/app.hcl' };
  return {
    title: `a policy is named ${shown(name)}`,
    props: having('policies', { ...policies, [name]: 'policies/app.hcl' }),
    problems: [line('policies', shown(name), problem)],
  };
}

export const hostileNames: readonly HostileDeployment[] = [
  ...each('name', nameRule),
  ...each('name', nameRule, ['Local', '1st', '-a', 'a_b', '__proto__']),
  ...each('vault.containerName', containerRule),
  ...each('postgres.containerName', containerRule, ['a', '.a', '-a', 'a:b']),
  one('postgres.containerName', 'dbvault-hostile-vault', 'must differ from vault.containerName: rename one'),
  ...each('mount', mountRule),
  ...each('mount', mountRule, [
    'a/',
    'a//b',
    'sys',
    'sys/x',
    'auth/x',
    'audit',
    'identity',
    'cubbyhole',
    '../sys',
  ]),
  ...each('connections.pg.username', sqlRoleRule),
  ...each('connections.pg.username', sqlRoleRule, ['pg_monitor', 'Admin', 'public', 'none', 'app_readonly']),
  // Such are the groups of those who may read a database.
  ...each('connections.pg.username', sqlRoleRule, ['app_readonly_orders', 'app_readonly_']),
  ...each(
    'connections.pg.database',
    sqlDatabaseRule,
    hostileTexts.filter((text) => text.length < 50),
  ),
  ...each('connections.pg.database', sqlDatabaseRule, ['pg_x', 'template1', 'a?sslmode=disable']),
  ...each('connections.pg.database', longDatabaseRule, ['a'.repeat(51), 'a'.repeat(63)]),
  ...each('postgres.superuser', sqlRoleRule, ['pg_root', '"; DROP ROLE x; --', '1st']),
  ...each('postgres.database', sqlDatabaseRule, ['pg_x', 'template0', 'template1', 'a?sslmode=disable']),
  ...each('vault.image', imageRule, ['', 'vault:', 'Vault:1', 'vault:1 --privileged', '${var.x}', 'a\nb']),
  ...each('postgres.image', imageRule, ['postgres@sha256:12', '-v', 'postgres:../15', 'a'.repeat(300)]),
  ...hostileTexts.map((text) => roleNamed(text)),
  ...['a..b', '.a', 'a.', '-a'].map((text) => roleNamed(text)),
  ...['a"b', '${a}', 'a\nb', 'a..b', ''].map((text) => connectionNamed(text)),
  ...hostileTexts.map((text) => policyNamed(text)),
  ...['root', 'default', 'response-wrapping', 'control-group', 'App', 'a/b'].map((text) => policyNamed(text)),
  roleNamed('__proto__', protoRule),
  connectionNamed('__proto__', protoRule),
  policyNamed('__proto__', protoRule),
];
