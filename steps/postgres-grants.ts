import { sqlText } from '../common/quote-sql';

/** Of a group of objects so many are named. */
const namesTold = 5;

interface Catalog {
  readonly kind: string;
  readonly table: string;
  readonly name: string;
  readonly owner: string;
  readonly acl: string;
  /** Its letter to `acldefault`. */
  readonly letter: string;
  /** @default it stands in no schema */
  readonly schema?: string;
  /** @default all of them */
  readonly where?: string;
}

/** All that rights are granted on, but for single columns and settings. */
const catalogs: readonly Catalog[] = [
  relations('table', 'r', `relkind IN ('r', 'p', 'v', 'm', 'f')`),
  relations('sequence', 's', `relkind = 'S'`),
  plain('schema', 'pg_namespace', 'nsp', 'n'),
  { ...plain('database', 'pg_database', 'dat', 'd'), owner: 'datdba' },
  {
    ...plain('function', 'pg_proc', 'pro', 'f'),
    name: 'object.oid::regprocedure',
    schema: 'pronamespace',
  },
  { ...plain('type', 'pg_type', 'typ', 'T'), schema: 'typnamespace', where: 'typacl IS NOT NULL' },
  plain('language', 'pg_language', 'lan', 'l'),
  plain('tablespace', 'pg_tablespace', 'spc', 't'),
  plain('foreign data wrapper', 'pg_foreign_data_wrapper', 'fdw', 'F'),
  plain('foreign server', 'pg_foreign_server', 'srv', 'S'),
  {
    ...plain('large object', 'pg_largeobject_metadata', 'lom', 'L'),
    name: 'object.oid',
    where: 'lomacl IS NOT NULL',
  },
];

function plain(kind: string, table: string, prefix: string, letter: string): Catalog {
  return { kind, table, name: `${prefix}name`, owner: `${prefix}owner`, acl: `${prefix}acl`, letter };
}

function relations(kind: string, letter: string, where: string): Catalog {
  return { ...plain(kind, 'pg_class', 'rel', letter), schema: 'relnamespace', where };
}

/**
 * What bootstrap.sql takes from everybody, so that PostgreSQL's default for it counts for nothing: each right on
 * databases, on the schema `public`, and on what stores large objects.
 */
const withoutDefault: Readonly<Record<string, string>> = {
  database: 'true',
  schema: `nspname = 'public'`,
  function: `pronamespace = 'pg_catalog'::regnamespace AND proname IN ('lo_creat', 'lo_create', 'lo_from_bytea')`,
};

function objectsSql({ kind, table, name, owner, acl, letter, schema, where }: Catalog): string {
  const byDefault = `acldefault(${sqlText(letter)}, ${owner})`;
  const counts = `CASE WHEN ${withoutDefault[kind] ?? 'false'} THEN NULL ELSE coalesce(initprivs, ${byDefault}) END`;
  return `SELECT ${sqlText(kind)} AS kind, ${schema ?? 'NULL'}::oid AS schema, ${name}::text AS name, ${owner} AS owner,
      coalesce(${acl}, ${byDefault}) AS acl, ${counts} AS usual
    FROM ${table} object
    LEFT JOIN pg_init_privs ON classoid = ${sqlText(table)}::regclass AND objoid = object.oid AND objsubid = 0
    WHERE ${where ?? 'true'}`;
}

const columnsSql = `SELECT 'column', relnamespace, relname || '.' || attname, relowner, attacl, initprivs
  FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
  LEFT JOIN pg_init_privs ON classoid = 'pg_class'::regclass AND objoid = attrelid AND objsubid = attnum
  WHERE attacl IS NOT NULL`;

/**
 * What everybody, these roles, and users of Vault may do with the objects of a database beyond what PostgreSQL gives
 * by itself; objects of a schema that are alike together.
 */
export function grantsSql(grantees: readonly string[]): string {
  const objects = [...catalogs.map(objectsSql), columnsSql].join('\n UNION ALL ');
  return `SELECT grantee, kind, nspname AS schema, privileges, count(*) AS count,
      (array_agg(name ORDER BY name))[1:${namesTold}] AS names
    FROM (
      SELECT coalesce(rolname, 'PUBLIC') AS grantee, kind, schema, name,
        array_agg(privilege_type || CASE WHEN is_grantable THEN '*' ELSE '' END ORDER BY privilege_type) AS privileges
      FROM (${objects}) objects, aclexplode(acl) given LEFT JOIN pg_roles ON pg_roles.oid = grantee
      WHERE grantee <> owner
        AND (grantee = 0 OR rolname LIKE 'v-%' OR rolname IN (${grantees.map(sqlText).join(', ')}))
        AND NOT EXISTS (
          SELECT FROM aclexplode(usual) before
          WHERE before.grantee = given.grantee AND before.privilege_type = given.privilege_type
            AND (before.is_grantable OR NOT given.is_grantable))
      GROUP BY 1, 2, 3, 4
    ) granted LEFT JOIN pg_namespace ON pg_namespace.oid = schema
    GROUP BY 1, 2, 3, 4, CASE WHEN schema IS NULL THEN name END ORDER BY 1, 2, 3, 4, 6`;
}

/** What others than its owner may do with what a role makes later, beyond what PostgreSQL gives by itself. */
export const defaultGrantsSql = `SELECT owner.rolname AS owner, nspname AS schema, kind,
    coalesce(grantee.rolname, 'PUBLIC') AS grantee,
    array_agg(privilege_type || CASE WHEN is_grantable THEN '*' ELSE '' END ORDER BY privilege_type) AS privileges
  FROM pg_default_acl JOIN pg_roles owner ON owner.oid = defaclrole
    LEFT JOIN pg_namespace ON pg_namespace.oid = defaclnamespace
    JOIN (VALUES ('r', 'table', 'r'), ('S', 'sequence', 's'), ('f', 'function', 'f'), ('T', 'type', 'T'),
      ('n', 'schema', 'n'), ('L', 'large object', 'L')) AS kinds (objtype, kind, letter) ON objtype = defaclobjtype,
    aclexplode(defaclacl) given LEFT JOIN pg_roles grantee ON grantee.oid = given.grantee
  WHERE given.grantee <> defaclrole
    AND NOT EXISTS (
      SELECT FROM aclexplode(CASE WHEN defaclnamespace = 0 THEN acldefault(letter::"char", defaclrole) END) before
      WHERE before.grantee = given.grantee AND before.privilege_type = given.privilege_type)
  GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;
