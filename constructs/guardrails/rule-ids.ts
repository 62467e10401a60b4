/** The rules, in the order in which they are told. Apart from the rules themselves, so that a deployment is read fast. */
export const ruleIds = [
  'literal-password',
  'password-in-state',
  'write-only-version',
  'tls',
  'loopback-only',
  'bounded-ttl',
  'named-allowed-roles',
  'policy-breadth',
  'minimal-db-admin',
  'audit-raw',
  'pinned-image',
  'protected-data',
] as const;

export type RuleId = (typeof ruleIds)[number];
