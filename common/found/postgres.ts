/** A role, with the attributes that it has: `SUPERUSER`, `CREATEROLE`, `CREATEDB`, `REPLICATION`, `BYPASSRLS`, `LOGIN`. */
export interface FoundRole {
  readonly name: string;
  readonly attributes: readonly string[];
  /** `none`, `scram-sha-256`, or another way to keep one. */
  readonly password: string;
  /** What is set for its sessions, such as `log_statement=all`. */
  readonly settings: readonly string[];
}

export interface FoundMembership {
  readonly member: string;
  readonly group: string;
  /** Whether it may give the membership to others. */
  readonly isAdmin: boolean;
}

/** What somebody may do with some objects, beyond PostgreSQL's own defaults. */
export interface FoundGrant {
  /** A role, or `PUBLIC`. */
  readonly grantee: string;
  /** Such as `table`, `schema`, `function`. */
  readonly kind: string;
  /** Null for what stands in none. */
  readonly schema: string | null;
  /** With `*` where others may be given it. */
  readonly privileges: readonly string[];
  readonly count: number;
  /** The first of them. */
  readonly names: readonly string[];
}

/** What somebody may do with what a role makes later. */
export interface FoundDefaultGrant {
  readonly owner: string;
  readonly schema: string | null;
  readonly kind: string;
  readonly grantee: string;
  readonly privileges: readonly string[];
}

/** What the group of short-lived users cannot read, of what it is declared to. */
export interface FoundUnreadable {
  readonly schema: boolean;
  readonly tables: { readonly count: number; readonly names: readonly string[] };
}

export interface FoundSetting {
  readonly name: string;
  readonly value: string;
  /** Whether `ALTER SYSTEM` set it. */
  readonly isBySystem: boolean;
}

/** A line of pg_hba.conf. */
export interface FoundHbaRule {
  readonly type: string;
  readonly databases: readonly string[];
  readonly users: readonly string[];
  readonly address: string | null;
  readonly method: string;
}

/** What a PostgreSQL has that can be changed by hand, of one database where it belongs to one. */
export interface FoundPostgres {
  readonly roles: readonly FoundRole[];
  readonly memberships: readonly FoundMembership[];
  readonly grants: readonly FoundGrant[];
  readonly defaultGrants: readonly FoundDefaultGrant[];
  readonly unreadable: FoundUnreadable;
  /** Functions that run with the rights of a superuser or of Vault's login, and that short-lived users may call. */
  readonly definers: readonly string[];
  readonly settings: readonly FoundSetting[];
  readonly hba: readonly FoundHbaRule[];
}
