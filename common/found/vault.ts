/** An AppRole, and how many secret_ids log in with it. */
export interface FoundLogin {
  readonly name: string;
  readonly policies: readonly string[];
  readonly secretIds: number;
}

export interface FoundMount {
  /** Without the slash at the end. */
  readonly path: string;
  readonly type: string;
  readonly description: string;
}

/** An entity or a group of Vault's identity store: it adds policies to those of logins. */
export interface FoundIdentity {
  readonly id: string;
  readonly name: string;
  readonly policies: readonly string[];
  /** The AppRoles of an entity; none of a group. */
  readonly logins: readonly string[];
}

export interface FoundAuditDevice {
  /** Without the slash at the end. */
  readonly path: string;
  readonly type: string;
  readonly options: Readonly<Record<string, string>>;
}

/** How Vault logs in to a database; Vault shows no password of it. */
export interface FoundConnection {
  readonly name: string;
  /** By Vault's own names, such as `plugin_name` and `connection_url`. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface FoundDatabaseRole {
  readonly name: string;
  readonly connection: string;
}

export interface FoundToken {
  /** Tells of the token, and does not act for it. */
  readonly accessor: string;
  readonly displayName: string;
  readonly policies: readonly string[];
  /** What made it, such as `auth/approle/login`. */
  readonly path: string;
  /** The AppRole that logged in; undefined where it was made otherwise. */
  readonly login: string | undefined;
  /** Undefined where it never ends. */
  readonly endsInSeconds: number | undefined;
}

/** Leases of one path, such as `database/creds/db-app`. */
export interface FoundLeases {
  readonly path: string;
  readonly count: number;
}

/** What Vault runs with, as it says itself. */
export interface FoundServer {
  readonly listeners: readonly { readonly address: string; readonly hasTls: boolean }[];
  readonly storage: string;
  /** Whether `sys/raw` shows and changes all that is stored. */
  readonly rawStorage: boolean;
  readonly introspection: boolean;
}

export interface FoundSeal {
  readonly keyShares: number;
  readonly keyThreshold: number;
  /** Ceremonies that somebody began and did not end, by what they are for. */
  readonly ceremonies: readonly string[];
}

/** What a Vault has that can be changed by hand. */
export interface FoundVault {
  readonly policies: readonly { readonly name: string; readonly hcl: string }[];
  readonly authMounts: readonly FoundMount[];
  readonly secretsMounts: readonly FoundMount[];
  readonly logins: readonly FoundLogin[];
  readonly entities: readonly FoundIdentity[];
  readonly groups: readonly FoundIdentity[];
  readonly auditDevices: readonly FoundAuditDevice[];
  readonly connections: readonly FoundConnection[];
  readonly databaseRoles: readonly FoundDatabaseRole[];
  readonly staticRoles: readonly string[];
  readonly tokens: readonly FoundToken[];
  readonly leases: readonly FoundLeases[];
  readonly server: FoundServer;
  readonly seal: FoundSeal;
  /** Whether its PostgreSQL plugin is the one that its image brings. */
  readonly hasPlugin: boolean;
}
