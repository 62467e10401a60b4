import type { AppRoleProps } from '../../../constructs/application';
import { at } from '../support/addresses';
import { deployment } from '../support/deployments';
import type { Expected, ReviewCase } from '../support/review-case';

const base = deployment();
const having = (application: AppRoleProps) => deployment({ application });
const bounds = (severity: 'low' | 'medium' | 'high'): Expected => ({
  kind: 'login-bounds',
  address: at.appRole,
  severity,
});

/** How, how long and from where identities log in. */
export const loginCases: readonly ReviewCase[] = [
  {
    title: "the application's tokens live longer",
    before: base,
    after: having({ tokenTtlSeconds: 7200 }),
    expected: [bounds('medium')],
  },
  {
    title: "the application's tokens live shorter",
    before: having({ tokenTtlSeconds: 7200 }),
    after: base,
    expected: [bounds('low')],
  },
  {
    title: "the application's tokens end for good earlier",
    before: base,
    after: having({ tokenMaxTtlSeconds: 86_400 }),
    expected: [bounds('low')],
  },
  {
    title: 'a secret_id logs in as often as one likes',
    before: base,
    after: having({ secretIdUses: 0 }),
    expected: [bounds('high')],
  },
  {
    title: 'a secret_id lives for a day',
    before: base,
    after: having({ secretIdTtlSeconds: 86_400 }),
    expected: [bounds('medium')],
  },
  {
    title: "the application's tokens are used ten times",
    before: base,
    after: having({ tokenUses: 10 }),
    expected: [bounds('low')],
  },
  {
    title: 'the application logs in from one network alone',
    before: base,
    after: having({ cidrs: ['10.1.0.0/16'] }),
    expected: [bounds('low'), bounds('low')],
  },
  {
    title: 'the application logs in from anywhere',
    before: having({ cidrs: ['10.1.0.0/16'] }),
    after: base,
    expected: [bounds('high'), bounds('high')],
  },
  {
    title: 'the application logs in from a further network',
    before: having({ cidrs: ['10.1.0.0/16'] }),
    after: having({ cidrs: ['10.1.0.0/16', '10.2.0.0/16'] }),
    expected: [bounds('medium'), bounds('medium')],
  },
  {
    title: 'the application logs in from a part of the network alone',
    before: having({ cidrs: ['10.0.0.0/8'] }),
    after: having({ cidrs: ['10.1.0.0/16'] }),
    expected: [bounds('low'), bounds('low')],
  },
  {
    title: 'the application gets a token in the place of an AppRole',
    before: base,
    after: deployment({ application: 'token' }),
    expected: [at.appRole, at.appOperatorRole, at.appIssuerRole].flatMap((address): Expected[] => [
      { kind: 'identity-removed', address, severity: 'medium' },
      { kind: 'access-lost', address, severity: 'low' },
    ]),
  },
  {
    title: 'the application gets an AppRole in the place of a token',
    before: deployment({ application: 'token' }),
    after: base,
    expected: [
      { kind: 'access-gained', address: at.appRole, severity: 'medium' },
      { kind: 'access-gained', address: at.appOperatorRole, severity: 'medium' },
      { kind: 'access-gained', address: at.appIssuerRole, severity: 'medium' },
      { kind: 'access-gained', address: at.appIssuerRole, severity: 'low' },
    ],
  },
];
