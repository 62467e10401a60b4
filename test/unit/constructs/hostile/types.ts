import { having, line, one, valid, type HostileDeployment } from './row';

const unknownRule = 'is not a property of a deployment: remove it, or correct its name';
/** It may be a password. */
const notShown = 'value not shown';
const deploymentRule = 'must be an object such as that in deployments/local.ts: correct it';
const vaultRule = 'must be an object such as { port: 8200 }: correct it';
const postgresRule = "must be an object such as { image: 'postgres:15' }: correct it";
const policiesRule = "must be an object such as { app: 'policies/app.hcl' }: correct it";
const connectionsRule = "must be an object such as { 'my-database': {} }: correct it";
const connectionRule = 'must be an object such as {}: correct it';
const rolesRule = "must be an object such as { 'db-app': { … } }: correct it";
const roleRule =
  "must be an object such as { connection: 'my-database', creationSql: 'sql/readonly.sql' }: correct it";
const noConnectionRule = 'is not a name in connections: correct it, or add the connection';
const noneRule = 'must be at least one: add it';
const sameUserRule = (other: string) =>
  `is the user of '${other}' too, and Vault rotates a user's password for one connection alone: choose another`;
const storageRule = 'must be "raft" or "file": choose one';
const nameRule = 'must be a-z, 0-9 and "-", beginning with a letter, at most 31 long: rename it';

function noDeployment(props: unknown, shown: string): HostileDeployment {
  return {
    title: `the deployment is ${shown}`,
    props,
    problems: [line('deployment', shown, deploymentRule)],
  };
}

function connections(value: unknown, shown: string, problem: string): HostileDeployment {
  return {
    title: `connections is ${shown}`,
    props: having('connections', value),
    problems: [
      line('connections', shown, problem),
      line('roles.reader.connection', '"pg"', noConnectionRule),
    ],
  };
}

const circular: Record<string, unknown> = {};
circular['self'] = circular;

const wrongTypes: readonly HostileDeployment[] = [
  noDeployment(null, 'null'),
  noDeployment([], '[]'),
  noDeployment('local', '"local"'),
  noDeployment(5, '5'),
  noDeployment(new Map(), '{}'),
  one('name', null, nameRule),
  one('name', 5, nameRule),
  one('name', Symbol('x'), nameRule, 'Symbol(x)'),
  one('name', { toString: () => 'x' }, nameRule, '{}'),
  one('vault', null, vaultRule),
  one('vault', 8200, vaultRule),
  one('vault', [8200], vaultRule),
  one('vault', 'vault:1', vaultRule),
  one('vault', new Map(), vaultRule, '{}'),
  one('vault.storage', 'inmem', storageRule),
  one('vault.storage', 'RAFT', storageRule),
  one('vault.storage', null, storageRule),
  one('vault.storage', ['raft'], storageRule),
  one('vault.storage', circular, storageRule, '<ref *1> { self: [Circular *1] }'),
  one('postgres', 'postgres:15', postgresRule),
  one('postgres', true, postgresRule, 'true'),
  one('policies', ['policies/app.hcl'], policiesRule),
  one('policies', 'policies/app.hcl', policiesRule),
  one('policies', null, policiesRule),
  one('connections.pg', null, connectionRule),
  one('connections.pg', 'vault_admin', connectionRule),
  one('roles', ['reader'], rolesRule),
  one('roles', null, rolesRule),
  one('roles.reader', null, roleRule),
  one('roles.reader', 'sql/readonly.sql', roleRule),
  one('roles.reader', [], roleRule),
  one('roles.reader.connection', 5, 'must name a connection: correct it'),
  one('roles.reader.connection', undefined, 'must name a connection: correct it', 'not set'),
];

const wrongParts: readonly HostileDeployment[] = [
  one('ports', 5, unknownRule, notShown),
  one('conections', {}, unknownRule, notShown),
  one('vault.ports', 8200, unknownRule, notShown),
  one('vault.tls', false, unknownRule, notShown),
  one('postgres.port', 5432, unknownRule, notShown),
  one('connections.pg.password', 'hunter2', unknownRule, notShown),
  one('roles.reader.ttl', '1h', unknownRule, notShown),
  {
    title: 'a property named __proto__',
    props: having('vault', JSON.parse('{"__proto__":{"port":1}}')),
    problems: [line('vault.__proto__', notShown, unknownRule)],
  },
  {
    title: 'a wrong property in a part whose name has a newline',
    props: having('vault.a\nb', 1),
    problems: [line('vault.a\\nb', notShown, unknownRule)],
  },
  one('roles', {}, 'must have at least one role: add it', '[]'),
  one('roles.reader.connection', 'pgg', noConnectionRule),
  one('roles.reader.connection', '', noConnectionRule),
  one('roles.reader.connection', 'toString', noConnectionRule),
  connections({}, '[]', noneRule),
  connections(undefined, 'not set', connectionsRule),
  connections(null, 'null', connectionsRule),
  connections('pg', '"pg"', connectionsRule),
  {
    title: 'a second connection with the same user, by default',
    props: { ...valid, connections: { pg: {}, other: { database: 'other' } } },
    problems: [line('connections.other.username', '"vault_admin"', sameUserRule('pg'))],
  },
  {
    title: 'two connections whose names differ in signs alone',
    props: {
      ...valid,
      connections: { pg: {}, 'a.b': { username: 'a' }, 'a-b': { username: 'b' } },
    },
    problems: [
      line(
        'connections',
        '"a-b"',
        "has the variable of its first password in common with 'a.b': rename one, by more than its signs",
      ),
    ],
  },
  {
    title: 'three connections with the superuser',
    props: {
      ...valid,
      connections: {
        pg: { username: 'postgres' },
        a: { username: 'postgres', database: 'a' },
        b: { username: 'postgres' },
      },
    },
    problems: [
      line('connections.a.username', '"postgres"', sameUserRule('pg')),
      line('connections.b.username', '"postgres"', sameUserRule('a')),
    ],
  },
  {
    title: 'a role of a connection that only the other has',
    props: {
      ...valid,
      connections: { pg: {}, other: { username: 'vault_other' } },
      roles: { reader: { ...valid.roles.reader, connection: 'others' } },
    },
    problems: [line('roles.reader.connection', '"others"', noConnectionRule)],
  },
];

export const hostileTypes = [...wrongTypes, ...wrongParts];
