import { runAsSuperuser } from './postgres-session';

/** PostgreSQL as its superuser, over the local socket of its container. */
export interface PostgresServer {
  readonly container: string;
  readonly superuser: string;
  readonly database: string;
}

/** A PostgreSQL role that Vault made for somebody. */
export interface VaultMadeRole {
  readonly name: string;
  /** When Vault chose the name, just before it made the role: the second that stands in the name. */
  readonly madeAtMs: number;
  /** Until when PostgreSQL takes its password, as PostgreSQL writes it; empty where that never ends. */
  readonly validUntil: string;
}

/** Vault's own choice of names: who asked, the role, 20 random characters, the second. */
const pattern = /^v-.*-[A-Za-z0-9]{20}-(\d{10})$/;

/** As JSON: a name may have lines, and one of them could look like another role's. */
const sql = `SELECT json_build_array(coalesce(extract(epoch FROM rolvaliduntil)::text, ''), rolname)
  FROM pg_roles WHERE rolname LIKE 'v-%'`;

/** The roles that Vault made and that are there. */
export async function vaultMadeRoles({
  container,
  superuser,
  database,
}: PostgresServer): Promise<VaultMadeRole[]> {
  const lines = await runAsSuperuser(container, superuser, database, [sql]);
  return lines.flatMap((line) => {
    const [validUntil, name] = JSON.parse(line) as [string, string];
    const seconds = pattern.exec(name)?.[1];
    if (seconds === undefined) return [];
    return [{ name, madeAtMs: Number(seconds) * 1000, validUntil }];
  });
}
