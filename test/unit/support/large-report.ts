import type { DriftFinding, Report, RuleViolation } from '../../../review/report/report';
import { access } from './large-report/access';
import { findings } from './large-report/findings';
import { stacks } from './large-report/stacks';
import { texts } from './large-report/texts';

const rules: readonly RuleViolation[] = [
  {
    rule: 'policy-wildcard',
    title: 'No policy takes a whole tree with `*`, or `sudo`',
    severity: 'error',
    stack: 'access',
    address: 'vault_policy.db-admin',
    message: 'sys/* has sudo, create, update and delete',
    remedy: 'name the paths that the identity asks for',
  },
  {
    rule: 'allowed-roles-named',
    title: 'A connection names the roles that it lets make users',
    severity: 'error',
    stack: 'database',
    address: 'vault_database_secret_backend_connection.orders',
    message: 'allowed_roles has *',
    remedy: 'list orders-app and orders-reports',
  },
  {
    rule: 'ttl-bounded',
    title: 'Credentials live for 24 hours at the most',
    severity: 'error',
    stack: 'database',
    address: 'vault_database_secret_backend_role.orders-app',
    message: 'max_ttl is 30 days',
    remedy: 'set maxTtlSeconds to 86400 or less',
    waiver: {
      reason: 'The migration of September runs on one credential; see the plan of the orders team',
      until: '2026-09-30',
      hasEnded: true,
    },
  },
  {
    rule: 'image-pinned',
    title: 'Images are pinned to a version',
    severity: 'warning',
    stack: 'containers',
    address: 'docker_container.vault',
    message: 'hashicorp/vault:latest',
    remedy: 'name a version, such as hashicorp/vault:1.21.1',
  },
  {
    rule: 'loopback',
    title: 'What is published is published on loopback',
    severity: 'warning',
    stack: 'containers',
    address: 'docker_container.postgres',
    message: 'port 5432 is published on 0.0.0.0',
    remedy: 'leave the address out: 127.0.0.1 is the default',
    waiver: {
      reason: 'The reporting host has no agent yet and reads over the internal network',
      until: '2027-01-31',
      hasEnded: false,
    },
  },
];

const drift: readonly DriftFinding[] = [
  {
    system: 'Vault',
    severity: 'high',
    what: 'policy by-hand',
    declared: 'no such policy',
    found: 'a policy that may read database/creds/*',
    next: 'declare it, or: vault policy delete by-hand',
  },
  {
    system: 'PostgreSQL',
    severity: 'medium',
    what: 'role orders_support',
    declared: 'no such role',
    found: 'a role with LOGIN, member of app_readonly, which no lease belongs to',
    next: 'DROP ROLE orders_support, where nobody needs it',
  },
  {
    system: 'Docker',
    severity: 'low',
    what: 'memory of dbvault-orders-postgres',
    declared: '1024 MB',
    found: '2048 MB',
    next: 'npx dbvault up puts it back',
  },
];

/** A change that nobody should let through: something of every kind, of every weight, with long texts. */
export const largeReport: Report = {
  version: 1,
  deployment: 'orders',
  madeAt: '2026-10-02T09:14:27.318Z',
  outcome: 'changes',
  stacks,
  findings,
  access,
  texts,
  rules,
  drift,
};

/** A look at what runs that found all as declared; one rule is waived. */
export const cleanReport: Report = {
  ...largeReport,
  outcome: 'clean',
  stacks: stacks.slice(0, 3).map(({ name }) => ({ name, basis: 'live', counts: {}, changes: [] })),
  findings: [],
  access: access.map((one) => ({
    ...one,
    policiesBefore: one.policiesAfter,
    rows: one.rows.map((row) => ({ ...row, before: row.after, isChanged: false })),
  })),
  texts: [],
  rules: rules.filter(({ waiver }) => waiver?.hasEnded === false),
  drift: [],
};
