import { at } from '../support/addresses';
import { deployment } from '../support/deployments';
import type { Expected, ReviewCase } from '../support/review-case';

const base = deployment();
const sealed: Expected = { kind: 'vault-sealed', address: at.vault, severity: 'high' };
const restarted: Expected = { kind: 'database-restarted', address: at.postgres, severity: 'high' };
const lost = (address: string): Expected => ({ kind: 'data-lost', address, severity: 'critical' });
const onThisMachine = (address: string): Expected => ({ kind: 'published', address, severity: 'low' });

/** What restarts, what goes, what can be reached. */
export const containerCases: readonly ReviewCase[] = [
  {
    title: 'Vault is published on another port',
    before: base,
    after: deployment({ vault: { port: 8300 } }),
    expected: [sealed, onThisMachine(at.vault)],
  },
  {
    title: 'PostgreSQL is published on this machine',
    before: base,
    after: deployment({ postgres: { publishedPort: 5432 } }),
    expected: [restarted, onThisMachine(at.postgres)],
  },
  {
    title: 'PostgreSQL is published no more',
    before: deployment({ postgres: { publishedPort: 5432 } }),
    after: base,
    expected: [restarted],
  },
  {
    title: 'the container of Vault gets another name, and its volumes with it',
    before: base,
    after: deployment({ vault: { containerName: 'other' } }),
    expected: [sealed, lost(at.vaultVolume), lost(at.auditVolume)],
  },
  {
    title: 'the container of PostgreSQL gets another name, and its volume with it',
    before: base,
    after: deployment({ postgres: { containerName: 'other' } }),
    expected: [restarted, lost(at.postgresVolume)],
  },
  {
    title: 'a newer Vault',
    before: base,
    after: deployment({ vault: { image: 'hashicorp/vault:1.21.2' } }),
    expected: [sealed, { kind: 'image-changed', address: at.vaultImage, severity: 'medium' }],
  },
  {
    title: 'an older Vault',
    before: base,
    after: deployment({ vault: { image: 'hashicorp/vault:1.20.4' } }),
    expected: [sealed, { kind: 'image-changed', address: at.vaultImage, severity: 'high' }],
  },
  {
    title: 'a PostgreSQL of the same version, more exactly named',
    before: base,
    after: deployment({ postgres: { image: 'postgres:15.15' } }),
    expected: [restarted, { kind: 'image-changed', address: at.postgresImage, severity: 'medium' }],
  },
  {
    title: 'a PostgreSQL that does not start on the data that is there',
    before: base,
    after: deployment({ postgres: { image: 'postgres:16' } }),
    expected: [restarted, { kind: 'image-changed', address: at.postgresImage, severity: 'critical' }],
  },
  {
    title: 'Vault keeps its data in files, and finds none of what it kept before',
    before: base,
    after: deployment({ vault: { storage: 'file' } }),
    expected: [
      sealed,
      lost(at.vault),
      { kind: 'protection-lost', address: at.vault },
      { kind: 'protection-lost', address: at.vault },
    ],
  },
  {
    title: 'Vault keeps its data with Raft, and finds none of what it kept before',
    before: deployment({ vault: { storage: 'file' } }),
    after: base,
    expected: [sealed, lost(at.vault), { kind: 'protection-lost', address: at.vault }],
  },
  {
    title: 'nothing speaks TLS any more',
    before: base,
    after: deployment({ tls: 'off' }),
    expected: [
      sealed,
      restarted,
      { kind: 'tls-off', address: at.vault, severity: 'high' },
      { kind: 'tls-off', address: at.postgres, severity: 'high' },
      { kind: 'connection-changed', address: at.connection, severity: 'high' },
    ],
  },
  {
    title: 'everything speaks TLS from now on',
    before: deployment({ tls: 'off' }),
    after: base,
    expected: [sealed, restarted, { kind: 'connection-changed', address: at.connection, severity: 'low' }],
  },
  {
    title: 'PostgreSQL begins with another superuser',
    before: base,
    after: deployment({ postgres: { superuser: 'owner' } }),
    expected: [restarted],
  },
  {
    title: 'the container of Vault was left half-way',
    before: base,
    after: base,
    tainted: [at.vault],
    expected: [sealed, { kind: 'tainted', address: at.vault, severity: 'info' }],
  },
];
