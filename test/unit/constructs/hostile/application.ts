import { having, line, one, type HostileDeployment } from './row';

const wordRule = 'must be "token" or an object such as { tokenTtlSeconds: 3600 }: choose one';
const ttlRule = 'must be a whole number of seconds from 1 to 2764800: correct it';
const secretIdTtlRule = 'must be a whole number of seconds from 900 to 2764800: correct it';
const usesRule = 'must be a whole number of uses from 0 to 1000000000: correct it';
const cidrRule = 'must be an IPv4 network such as "10.1.0.0/16": correct it';
const cidrsRule = 'must be a list such as ["10.1.0.0/16"]: correct it';
const lastUseRule =
  'must be 0 or at least 2, since what a token asks for with its last use ends at once: raise it';
const unknownRule = 'is not a property of a deployment: remove it, or correct its name';

const ttl = 'application.tokenTtlSeconds';

function aboveMax(max: number): string {
  return `must not be greater than tokenMaxTtlSeconds (${max}): lower it, or raise tokenMaxTtlSeconds`;
}

function belowRole(longest: number): string {
  return `must be at least ${longest}, the longest defaultTtlSeconds of a role, since a credential ends with the token that asked for it: raise it`;
}

function cidr(value: unknown): HostileDeployment {
  return {
    title: `application.cidrs has ${JSON.stringify(value)}`,
    props: having('application.cidrs', [value]),
    problems: [line('application.cidrs.0', JSON.stringify(value), cidrRule)],
  };
}

export const hostileApplications: readonly HostileDeployment[] = [
  one('application', 'approle', wordRule),
  one('application', null, wordRule),
  one('application', ['token'], wordRule),
  one('application', true, wordRule, 'true'),
  one('application.token', 'hvs.secret', unknownRule, 'value not shown'),
  one('application.tokenTtlSeconds', '1h', ttlRule),
  one('application.tokenMaxTtlSeconds', 2_764_801, ttlRule),
  one('application.tokenUses', -1, usesRule),
  one('application.tokenUses', 1.5, usesRule),
  one('application.tokenUses', 1, lastUseRule),
  one('application.secretIdTtlSeconds', 899, secretIdTtlRule),
  one('application.secretIdUses', '1', usesRule),
  one('application.cidrs', '10.0.0.0/8', cidrsRule),
  ...[
    '10.0.0.1',
    '10.0.0.1/8',
    '10.0.0.0/33',
    '256.0.0.0/8',
    '010.0.0.0/8',
    'fd00::/8',
    'localhost',
    '',
    8,
  ].map(cidr),
  {
    title: 'a token that ends before its maximum, which is below its TTL',
    props: having('application', { tokenTtlSeconds: 7200, tokenMaxTtlSeconds: 3600 }),
    problems: [line(ttl, '7200', aboveMax(3600))],
  },
  {
    title: 'a maximum below the default TTL of tokens',
    props: having('application.tokenMaxTtlSeconds', 60),
    problems: [line(ttl, '3600', aboveMax(60))],
  },
  {
    title: 'a token that ends before the credential that it asks for',
    props: having('application.tokenTtlSeconds', 3599),
    problems: [line(ttl, '3599', belowRole(3600))],
  },
  {
    title: 'everything wrong with the application',
    props: having('application', { tokenTtlSeconds: 2, tokenMaxTtlSeconds: 1, tokenUses: 1, cidrs: ['x'] }),
    problems: [
      line('application.cidrs.0', '"x"', cidrRule),
      line(ttl, '2', aboveMax(1)),
      line(ttl, '2', belowRole(3600)),
      line('application.tokenUses', '1', lastUseRule),
    ],
  },
];
