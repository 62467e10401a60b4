import { having, line, one, type HostileDeployment } from './row';

const portRule = 'must be a port number from 1 to 65535: correct it';
const ttlRule = 'must be a whole number of seconds from 1 to 2764800: correct it';
const memoryRule = 'must be a whole number of megabytes from 128 to 1048576: correct it';
const sharesRule = 'must be a whole number of key shares from 1 to 255: correct it';

const defaultTtl = 'roles.reader.defaultTtlSeconds';
const maxTtl = 'roles.reader.maxTtlSeconds';

function aboveMax(max: number): string {
  return `must not be greater than maxTtlSeconds (${max}): lower it, or raise maxTtlSeconds`;
}

function role(props: object): unknown {
  return having('roles.reader', { connection: 'pg', creationSql: 'sql/readonly.sql', ...props });
}

const ttls: readonly HostileDeployment[] = [
  one(defaultTtl, 0, ttlRule),
  one(defaultTtl, -1, ttlRule),
  one(defaultTtl, 1.5, ttlRule),
  one(defaultTtl, NaN, ttlRule, 'NaN'),
  one(defaultTtl, Infinity, ttlRule, 'Infinity'),
  one(defaultTtl, '3600', ttlRule),
  one(defaultTtl, '1h', ttlRule),
  one(defaultTtl, null, ttlRule),
  one(defaultTtl, true, ttlRule, 'true'),
  one(defaultTtl, 3600n, ttlRule, '3600n'),
  one(maxTtl, '86400', ttlRule),
  one(maxTtl, [86_400], ttlRule),
  one(maxTtl, NaN, ttlRule, 'NaN'),
  one(maxTtl, 2_764_801, ttlRule),
  one(maxTtl, Number.MAX_SAFE_INTEGER, ttlRule),
  {
    title: 'a default TTL above the default maximum',
    props: role({ defaultTtlSeconds: 86_401 }),
    problems: [line(defaultTtl, '86401', aboveMax(86_400))],
  },
  {
    title: 'a maximum TTL below the default',
    props: role({ maxTtlSeconds: 3599 }),
    problems: [line(defaultTtl, '3600', aboveMax(3599))],
  },
  {
    title: 'TTLs in the wrong order',
    props: role({ defaultTtlSeconds: 2, maxTtlSeconds: 1 }),
    problems: [line(defaultTtl, '2', aboveMax(1))],
  },
  {
    title: 'a maximum TTL of 0, which is below the default too',
    props: role({ maxTtlSeconds: 0 }),
    problems: [line(maxTtl, '0', ttlRule), line(defaultTtl, '3600', aboveMax(0))],
  },
];

const ports: readonly HostileDeployment[] = [
  one('vault.port', 0, portRule),
  one('vault.port', -1, portRule),
  one('vault.port', 65_536, portRule),
  one('vault.port', 1.5, portRule),
  one('vault.port', '8200', portRule),
  one('vault.port', NaN, portRule, 'NaN'),
  one('vault.port', [8200], portRule),
  one('vault.port', () => 8200, portRule, '[Function (anonymous)]'),
  one('postgres.publishedPort', 0, portRule),
  one('postgres.publishedPort', 65_536, portRule),
  one('postgres.publishedPort', '5432', portRule),
  one('postgres.publishedPort', false, portRule, 'false'),
  one('postgres.publishedPort', 8200, 'must differ from vault.port: change one'),
  {
    title: 'the same port for both, neither a default',
    props: { ...(having('vault.port', 9200) as object), postgres: { publishedPort: 9200 } },
    problems: [line('postgres.publishedPort', '9200', 'must differ from vault.port: change one')],
  },
];

const keys: readonly HostileDeployment[] = [
  one('vault.keyShares', 256, sharesRule),
  one('vault.keyShares', 5.5, sharesRule),
  one('vault.keyShares', '5', sharesRule),
  one('vault.keyThreshold', 0, sharesRule),
  one('vault.keyThreshold', -3, sharesRule),
  one('vault.keyThreshold', '3', sharesRule),
  one('vault.keyThreshold', NaN, sharesRule, 'NaN'),
  one('vault.keyThreshold', Symbol('three'), sharesRule, 'Symbol(three)'),
  one('vault.keyThreshold', 6, 'must not be greater than keyShares (5): lower it'),
  one('vault.keyThreshold', 1, 'must be at least 2 when there are 5 shares: raise it, or set keyShares to 1'),
  {
    title: 'fewer shares than the default threshold',
    props: having('vault.keyShares', 2),
    problems: [line('vault.keyThreshold', '3', 'must not be greater than keyShares (2): lower it')],
  },
  {
    title: 'no shares at all',
    props: having('vault.keyShares', 0),
    problems: [
      line('vault.keyShares', '0', sharesRule),
      line('vault.keyThreshold', '3', 'must not be greater than keyShares (0): lower it'),
    ],
  },
];

const memory: readonly HostileDeployment[] = [
  one('postgres.memoryMegabytes', 0, memoryRule),
  one('postgres.memoryMegabytes', 127, memoryRule),
  one('postgres.memoryMegabytes', '1g', memoryRule),
  one('postgres.memoryMegabytes', 1.5, memoryRule),
];

export const hostileNumbers = [...ttls, ...ports, ...keys, ...memory];
