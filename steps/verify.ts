import { Problem } from '../common/problem';
import { issueCredential, revokeLease, type Credential } from './credentials';
import type { Probe } from './postgres-probe';
import { sqlStates } from './postgres-session';
import type { VaultClient } from './vault-client';

export interface VerifyProps {
  readonly app: VaultClient;
  readonly probe: Probe;
  readonly mount: string;
  readonly role: string;
  readonly database: string;
  readonly root: { readonly username: string; readonly firstPassword: string };
  /** How many other roles have the same statements. */
  readonly alike: number;
  /** Runs statements as the superuser: a table must be made to be read. Undefined where nobody here is that. */
  readonly asSuperuser: ((statements: readonly string[]) => Promise<unknown>) | undefined;
}

/** One thing that was tried on the live systems, and held. */
export interface Proof {
  readonly claim: string;
  /** Whose it is; undefined for the whole deployment. */
  readonly connection?: string;
}

const table = 'public.dbvault_verify';

/** What a read-only user must be refused of a table, each with SQLSTATE 42501. */
const forbiddenInTable = [
  { what: 'insert', sql: `INSERT INTO ${table} VALUES (2)` },
  { what: 'update', sql: `UPDATE ${table} SET id = 3` },
  { what: 'delete', sql: `DELETE FROM ${table}` },
  { what: 'truncate', sql: `TRUNCATE ${table}` },
  { what: 'drop', sql: `DROP TABLE ${table}` },
];

/** The same of the database and the server. */
const forbiddenTo = (root: string) => [
  { what: 'create a table', sql: 'CREATE TABLE public.dbvault_verify_forbidden (id int)' },
  { what: 'create a temporary table', sql: 'CREATE TEMPORARY TABLE dbvault_verify_forbidden (id int)' },
  { what: 'create a role', sql: 'CREATE ROLE dbvault_verify_forbidden' },
  { what: `act as ${root}`, sql: `SET ROLE "${root}"` },
  { what: 'read password hashes', sql: 'SELECT rolpassword FROM pg_authid' },
  { what: "read the server's files", sql: "SELECT pg_read_file('PG_VERSION')" },
  { what: 'start programs there', sql: "COPY (SELECT 1) TO PROGRAM 'true'" },
];

/**
 * Proves, from another host than PostgreSQL's, that what was deployed does what it is for.
 *
 * @throws Problem that names the first claim that does not hold
 */
export async function verify(props: VerifyProps): Promise<Proof[]> {
  const { alike, app, database, probe, mount, role, root } = props;
  const hasTable = props.asSuperuser !== undefined;
  const forbidden = [...(hasTable ? forbiddenInTable : []), ...forbiddenTo(root.username)];
  const first = await probe.run({ ...root, password: root.firstPassword, database });
  if (first.kind !== 'refused') throw broken(`the first password of ${root.username} is refused`);

  await props.asSuperuser?.([`DROP TABLE IF EXISTS ${table}`, `CREATE TABLE ${table} AS SELECT 1 AS id`]);
  let credential: Credential | undefined;
  try {
    credential = await issueCredential(app, mount, role);
    const read = hasTable ? `SELECT id FROM ${table}` : 'SELECT 1';
    await proveReadOnly(probe, { ...credential, database }, role, read, forbidden);
  } finally {
    if (credential !== undefined) await revokeLease(app, credential.leaseId);
    await props.asSuperuser?.([`DROP TABLE IF EXISTS ${table}`]);
  }
  const revoked = await probe.run({ ...credential, database });
  if (revoked.kind !== 'refused') throw broken(`a ${role} credential is gone after its lease is revoked`);

  return [
    { claim: `the first password of ${root.username} is refused` },
    {
      claim: `a ${role} credential${othersInWords(alike)} ${hasTable ? 'reads, also a table made after the deployment' : 'logs in'}`,
    },
    { claim: `it cannot ${forbidden.map(({ what }) => what).join(', ')}` },
    { claim: 'it is gone after its lease is revoked' },
  ];
}

async function proveReadOnly(
  probe: Probe,
  credential: Credential & { readonly database: string },
  role: string,
  readSql: string,
  forbidden: ReturnType<typeof forbiddenTo>,
): Promise<void> {
  const statements = [readSql, ...forbidden.map(({ sql }) => sql)];
  const session = await probe.run(credential, statements);
  if (session.kind === 'refused') throw broken(`a ${role} credential logs in`);
  const [read, ...others] = session.sqlStates;
  if (read !== sqlStates.ok) throw broken(`a ${role} credential reads a table made after the deployment`);
  forbidden.forEach(({ what }, index) => {
    if (others[index] !== sqlStates.insufficientPrivilege)
      throw broken(`a ${role} credential cannot ${what}`);
  });
}

function othersInWords(alike: number): string {
  if (alike === 0) return '';
  return `, made as those of ${alike} other role${alike === 1 ? '' : 's'} are,`;
}

function broken(claim: string): Problem {
  return new Problem({
    what: `Not proven: ${claim}`,
    next: 'npx dbvault plan --drift shows what differs from the deployment',
  });
}
