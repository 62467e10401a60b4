import { at } from '../support/addresses';
import { deployment, withPath, withPolicy } from '../support/deployments';
import type { ReviewCase } from '../support/review-case';

const base = deployment();
const [app, dbAdmin, plan] = [at.policy('app'), at.policy('db-admin'), at.policy('plan')];
const [backup, issuer, reports] = [at.policy('backup'), at.policy('app-issuer'), at.policy('reports')];
const reportsHcl = 'path "secret/data/reports" {\n  capabilities = ["read"]\n}\n';

/** What the application's policy means, it means to the application and to who does its work for a command. */
const twice = <Item>(item: Item): readonly Item[] => [item, item];

/** Rights of identities, worked out from their policies. */
export const accessCases: readonly ReviewCase[] = [
  {
    title: 'the application may ask for credentials of another role',
    before: base,
    after: withPath(base, 'app', 'database/creds/owner', 'read'),
    expected: twice({ kind: 'access-gained', address: app, severity: 'medium' }),
  },
  {
    title: 'the application may ask for credentials of every role',
    before: base,
    after: withPath(base, 'app', 'database/creds/+', 'read'),
    expected: twice({ kind: 'access-gained', address: app, severity: 'high' }),
  },
  {
    title: 'the application may read everything',
    before: base,
    after: withPath(base, 'app', '*', 'read'),
    expected: twice({ kind: 'access-everything', address: app, severity: 'critical' }),
  },
  {
    title: 'the application may no longer give credentials back',
    before: base,
    after: withPolicy(base, 'app', (hcl) => hcl.replace('sys/leases/revoke', 'sys/leases/nothing')),
    expected: [
      ...twice({ kind: 'access-lost', address: app, severity: 'low' } as const),
      ...twice({ kind: 'access-gained', address: app } as const),
    ],
  },
  {
    title: 'the application loses a path',
    before: withPath(base, 'app', 'secret/data/app', 'read'),
    after: base,
    expected: twice({ kind: 'access-lost', address: app, severity: 'low' }),
  },
  {
    title: 'the application is denied what another line allows',
    before: base,
    after: withPath(base, 'app', 'database/creds/db-app', 'deny'),
    expected: twice({ kind: 'access-lost', address: app, severity: 'low' }),
  },
  {
    title: 'an identity gets sudo',
    before: base,
    after: withPath(base, 'db-admin', 'sys/leases/revoke-prefix/database/*', 'update', 'sudo'),
    expected: [{ kind: 'access-gained', address: dbAdmin, severity: 'high' }],
  },
  {
    title: 'an identity may write policies, and so give itself all rights',
    before: base,
    after: withPath(base, 'plan', 'sys/policies/acl/team', 'read', 'list', 'update'),
    expected: [{ kind: 'access-everything', address: plan, severity: 'critical' }],
  },
  {
    title: 'an identity may write policies by a path that does not name them',
    before: base,
    after: withPath(base, 'backup', 'sys/+/acl/*', 'update'),
    expected: [{ kind: 'access-everything', address: backup, severity: 'critical' }],
  },
  {
    title: 'an identity may put a snapshot back, and any policy with it',
    before: base,
    after: withPath(base, 'backup', 'sys/storage/raft/snapshot', 'update'),
    expected: [{ kind: 'access-everything', address: backup, severity: 'critical' }],
  },
  {
    title: 'an identity may change how others log in',
    before: base,
    after: withPath(base, 'app-issuer', 'auth/approle/role/app', 'read', 'update'),
    expected: [{ kind: 'access-everything', address: issuer, severity: 'critical' }],
  },
  {
    title: 'an identity reads the configuration of Vault itself',
    before: base,
    after: withPath(base, 'backup', 'sys/config/*', 'read'),
    expected: [{ kind: 'access-gained', address: backup, severity: 'high' }],
  },
  {
    title: 'a wildcard is narrowed to a name',
    before: base,
    after: withPolicy(base, 'db-admin', (hcl) => hcl.replace('database/config/*', 'database/config/pg')),
    expected: [{ kind: 'access-lost', address: dbAdmin, severity: 'low' }],
  },
  {
    title: 'a name is widened to a wildcard',
    before: withPolicy(base, 'db-admin', (hcl) => hcl.replace('database/config/*', 'database/config/pg')),
    after: base,
    expected: [{ kind: 'access-gained', address: dbAdmin, severity: 'high' }],
  },
  {
    title: 'a wider pattern takes away what a narrower one let be listed',
    before: withPath(base, 'backup', 'secret/team/*', 'list'),
    after: withPath(withPath(base, 'backup', 'secret/team/*', 'list'), 'backup', 'secret/*', 'read'),
    expected: [
      { kind: 'access-gained', address: backup, severity: 'medium' },
      { kind: 'access-lost', address: backup, severity: 'low' },
    ],
  },
  {
    title: 'an identity may only list more',
    before: base,
    after: withPath(base, 'backup', 'secret/metadata/', 'list'),
    expected: [{ kind: 'access-gained', address: backup, severity: 'low' }],
  },
  {
    title: 'a policy is added that no identity of the deployment has',
    before: base,
    after: withPolicy(base, 'reports', reportsHcl),
    expected: [{ kind: 'access-gained', address: reports, severity: 'medium' }],
  },
  {
    title: 'a policy goes that no identity of the deployment has',
    before: withPolicy(base, 'reports', reportsHcl),
    after: base,
    expected: [{ kind: 'access-lost', address: reports, severity: 'low' }],
  },
  {
    title: 'a policy with everything is added that no identity of the deployment has',
    before: base,
    after: withPolicy(base, 'reports', 'path "*" { policy = "sudo" }'),
    expected: [{ kind: 'access-everything', address: reports, severity: 'critical' }],
  },
  {
    title: 'secret_ids need not be wrapped any more',
    before: base,
    after: withPolicy(base, 'app-issuer', (hcl) => hcl.replaceAll(/ {2}m(in|ax)_wrapping_ttl.*\n/g, '')),
    expected: [{ kind: 'access-conditions', address: issuer, severity: 'medium' }],
  },
  {
    title: 'wrapped secret_ids wait for a day',
    before: base,
    after: withPolicy(base, 'app-issuer', (hcl) => hcl.replace('"900s"', '"1d"')),
    expected: [{ kind: 'access-conditions', address: issuer, severity: 'medium' }],
  },
  {
    title: 'parameters of a request are no longer bound',
    before: withPolicy(base, 'reports', 'path "a" { policy = "write" denied_parameters = { "x" = [] } }'),
    after: withPolicy(base, 'reports', 'path "a" { policy = "write" }'),
    expected: [{ kind: 'access-conditions', address: reports }],
  },
  {
    title: 'a policy has a word that Vault does not know',
    before: base,
    after: withPolicy(base, 'app', (hcl) => hcl.replace('capabilities', 'capabilites')),
    expected: [{ kind: 'policy-unreadable', address: app, severity: 'critical' }],
  },
  {
    title: 'a policy says its capabilities twice',
    before: base,
    after: withPolicy(base, 'backup', (hcl) => hcl.replace(/( *capabilities.*)/, '$1\n$1')),
    expected: [{ kind: 'policy-unreadable', address: backup, severity: 'critical' }],
  },
  {
    title: 'an identity has the policy of another',
    before: base,
    after: deployment({ policies: { app: 'policies/backup.hcl' } }),
    expected: [
      ...twice({ kind: 'access-gained', address: app, severity: 'medium' } as const),
      ...twice({ kind: 'access-lost', address: app, severity: 'low' } as const),
    ],
  },
];
