import { Problem, exitCodes } from '../common/problem';
import { asVaultTrims, readProjectFile } from './project-files';
import {
  isElsewhere,
  type ExternalPostgres,
  type ExternalPostgresProps,
  type ExternalVaultProps,
} from './elsewhere';
import { applicationWithDefaults, type Application, type AppRoleProps } from './application';
import type { Waiver } from './guardrails/waiver';
import { appPolicy, identitiesOf, planPolicy, policyOf, readonlyGroupOf } from './names';
import type { StateProps } from './state';
import { nodesPolicyOf, vaultNodes, type VaultNode, type VaultNodeProps } from './vault-nodes';
import { findProblems } from './validation';
import { isPlainObject } from './validation/rule-kinds';
import { readPgpKeys, pgpPaths, type PgpKey } from './validation/pgp-keys';
import { pgpFiles } from './validation/pgp-checks';

export type { ExternalPostgres, ExternalPostgresProps, ExternalVaultProps };
export { stateBlock, type StateBlock, type StateProps } from './state';
export type { VaultNode, VaultNodeProps, Waiver };

/** The Vault server in Docker. */
export interface VaultServerProps {
  /** @default `dbvault-<deployment name>-vault` */
  readonly containerName?: string;
  /** Published on 127.0.0.1. Of several nodes on this machine the next ones have the next ports. @default 8200 */
  readonly port?: number;
  /**
   * How many nodes hold the same data with Raft, so that Vault serves while fewer than half of them are gone: 1, 3, 5
   * or 7. A list says where each of them runs.
   * @default 1
   */
  readonly nodes?: number | readonly VaultNodeProps[];
  /** @default `hashicorp/vault:1.21.1` */
  readonly image?: string;
  /**
   * `raft` is what HashiCorp supports; `file` never syncs to disk and is there for the reference flow.
   * @default `raft`
   */
  readonly storage?: 'raft' | 'file';
  /** Number of key shares the unseal key is split into. @default 5 */
  readonly keyShares?: number;
  /** Number of different shares that unseal. @default 3 */
  readonly keyThreshold?: number;
}

/** The PostgreSQL server in Docker. */
export interface PostgresServerProps {
  /** @default `dbvault-<deployment name>-postgres` */
  readonly containerName?: string;
  /** Published on 127.0.0.1. @default not published: reached on the deployment's network alone */
  readonly publishedPort?: number;
  /**
   * An IPv4 address of this machine on which `publishedPort` is published, in the place of 127.0.0.1, for nodes of Vault
   * on other machines.
   * @default none
   */
  readonly address?: string;
  /** PostgreSQL 14 or later. @default `postgres:15` */
  readonly image?: string;
  /** Made at the first start; its password is nobody's unless a connection logs in as it. @default `postgres` */
  readonly superuser?: string;
  /** @default `postgres` */
  readonly database?: string;
  /** The most that its container takes of the machine's memory. @default 1024 */
  readonly memoryMegabytes?: number;
}

/** A certificate and its private key, as PEM files. */
export interface CertificateFiles {
  /** The certificate, and after it those between it and the CA's. */
  readonly certificateFile: string;
  /** Without a passphrase. */
  readonly keyFile: string;
}

/** Certificates of a CA of one's own; `up` looks at the files anew each time. */
export interface GivenCertificates {
  /** What clients trust. */
  readonly caFile: string;
  /** For `vault` and 127.0.0.1; of several nodes for the name and the address of each: `vault`, `vault-2`, … */
  readonly vault: CertificateFiles;
  /** For `postgres`, and 127.0.0.1, or `postgres.address`, where it is published. */
  readonly postgres: CertificateFiles;
}

/** Who holds Vault's key shares. */
export interface KeysProps {
  /**
   * OpenPGP public keys, armored or binary, one a person and as many as `vault.keyShares`: paths inside the project.
   * Vault encrypts a share to each of them at its initialization, and this machine never has one in clear.
   */
  readonly pgp: readonly string[];
}

/** How Vault logs in to PostgreSQL. Vault rotates this user's password, so nobody else may use it. */
export interface ConnectionProps extends Partial<ExternalPostgresProps> {
  /**
   * A role that `up` makes, with CREATEROLE and no more; the superuser's name makes Vault log in
   * as the superuser, as the reference flow does.
   * @default `vault_admin`
   */
  readonly username?: string;
  /** Made where it is not there; its users reach no other one. @default `postgres.database` */
  readonly database?: string;
}

/** A kind of short-lived PostgreSQL user. */
export interface RoleProps {
  /** A name in `connections`. */
  readonly connection: string;
  /**
   * SQL file, with `{{name}}`, `{{password}}` and `{{expiration}}`; `{{group}}` in it is the group of those who may read
   * the connection's database.
   */
  readonly creationSql: string;
  /** SQL file, with `{{name}}`. @default `sql/revoke.sql` */
  readonly revocationSql?: string;
  /** @default 3600, one hour */
  readonly defaultTtlSeconds?: number;
  /** Renewals end here. @default 86400, one day; at most 2764800, Vault's own limit of 32 days */
  readonly maxTtlSeconds?: number;
}

/** What a user of the project edits. */
export interface DeploymentProps {
  /** Names the folder in `.dbvault`, the network and, by default, the containers. */
  readonly name: string;
  /** In Docker, or elsewhere: then each connection has a `host`, and nothing is run here. @default in Docker */
  readonly vault?: VaultServerProps | ExternalVaultProps;
  readonly postgres?: PostgresServerProps;
  /**
   * Whether Vault and PostgreSQL speak TLS, and with whose certificates: those of a CA that `up` makes and keeps, or
   * given ones. `off` is plain HTTP, and logins in clear on the deployment's network.
   * @default `made`
   */
  readonly tls?: 'made' | 'off' | GivenCertificates;
  /** @default all key shares in clear in one file on this machine, which makes them one share */
  readonly keys?: KeysProps;
  /**
   * How the application proves to Vault who it is: with an AppRole, whose secret_ids are handed over wrapped, or with
   * `token`, an orphan that lives as long as it is renewed within 30 days.
   * @default an AppRole with the defaults of its bounds
   */
  readonly application?: 'token' | AppRoleProps;
  /**
   * Policy name to HCL file: further ones, and others in the place of those that the identities have.
   * @default `db-admin`, `plan`, `backup`, `app` and, with an AppRole, `app-issuer`, from `policies/`
   */
  readonly policies?: Readonly<Record<string, string>>;
  /** Where the database secrets engine is mounted. @default `database` */
  readonly mount?: string;
  /**
   * Where Terraform keeps what it knows, with a lock, for whoever else works on the deployment: docs/remote-state.md.
   * @default files in `.dbvault/<name>/state`
   */
  readonly state?: StateProps;
  /** Guardrails that it breaks on purpose: docs/guardrails.md. @default none */
  readonly waivers?: readonly Waiver[];
  /** One or more, each with a user of its own, which Vault rotates, and a stack of its own. */
  readonly connections: Readonly<Record<string, ConnectionProps>>;
  readonly roles: Readonly<Record<string, RoleProps>>;
}

/** A role with its defaults filled in and its SQL read. */
export interface Role {
  readonly name: string;
  readonly connection: string;
  /** Trimmed: Vault trims statements, and what differs from its answer is a change in every plan. */
  readonly creationSql: string;
  readonly revocationSql: string;
  readonly defaultTtlSeconds: number;
  readonly maxTtlSeconds: number;
}

export interface Connection {
  readonly name: string;
  readonly username: string;
  readonly database: string;
  /** Whether it logs in as the server's superuser. */
  readonly isSuperuser: boolean;
  /** The group of those who may read its database. */
  readonly readonlyGroup: string;
  /** The roles that may use it, by name: never `*`. */
  readonly allowedRoles: readonly string[];
  /** The PostgreSQL that somebody else runs; undefined for the deployment's own. */
  readonly server: ExternalPostgres | undefined;
}

/** A valid deployment: every default filled in, every file read. */
export interface Deployment {
  readonly name: string;
  readonly vault: Required<Omit<VaultServerProps, 'nodes'>> & {
    /** One, or several that hold the same data. */
    readonly nodes: readonly [VaultNode, ...VaultNode[]];
  };
  readonly postgres: Required<Omit<PostgresServerProps, 'publishedPort' | 'address'>> & {
    readonly publishedPort?: number;
    readonly address?: string;
  };
  /** The Vault that somebody else runs; undefined where all runs in containers of the deployment. */
  readonly elsewhere: ExternalVaultProps | undefined;
  readonly tls: 'made' | 'off' | GivenCertificates;
  readonly application: Application;
  /** Undefined where the key shares are kept in clear. */
  readonly keys: { readonly pgp: readonly PgpKey[] } | undefined;
  readonly policies: readonly { readonly name: string; readonly hcl: string }[];
  readonly mount: string;
  /** Undefined where Terraform's state is in local files. */
  readonly state: StateProps | undefined;
  readonly waivers: readonly Waiver[];
  readonly connections: readonly Connection[];
  readonly roles: readonly Role[];
}

/** Those of the identities that a deployment has, each from the file of its name. */
function defaultPolicies(
  application: Application,
  elsewhere: object | undefined,
): Readonly<Record<string, string>> {
  const names = [...identitiesOf(application, elsewhere).map(policyOf), appPolicy];
  const files = Object.fromEntries(names.map((name) => [name, `policies/${name}.hcl`]));
  // What there is besides the deployment in somebody else's Vault is none of its business.
  return elsewhere === undefined ? files : { ...files, [planPolicy]: 'policies/elsewhere/plan.hcl' };
}

const defaultRevocationSql = 'sql/revoke.sql';

const defaultRoleTtlSeconds = 3600;
const defaultRoleMaxTtlSeconds = 86_400;

function withDefaults(all: DeploymentProps) {
  const props = given(all);
  const roles = mapValues(props.roles, (role) => ({
    defaultTtlSeconds: defaultRoleTtlSeconds,
    maxTtlSeconds: defaultRoleMaxTtlSeconds,
    revocationSql: defaultRevocationSql,
    ...given(role),
  }));
  const application = applicationWithDefaults(props.application, Object.values(roles));
  const vault = given<Partial<VaultServerProps & ExternalVaultProps>>(props.vault);
  const elsewhere = isElsewhere(vault, 'address') ? vault : undefined;
  const postgres = {
    containerName: `dbvault-${asText(props.name)}-postgres`,
    image: 'postgres:15',
    superuser: 'postgres',
    database: 'postgres',
    memoryMegabytes: 1024,
    ...given(props.postgres),
  };
  return {
    name: props.name,
    vault: {
      containerName: `dbvault-${asText(props.name)}-vault`,
      port: 8200,
      image: 'hashicorp/vault:1.21.1',
      storage: 'raft' as const,
      nodes: 1,
      keyShares: 5,
      keyThreshold: 3,
      ...vault,
    },
    elsewhere,
    postgres,
    tls: props.tls ?? ('made' as const),
    keys: props.keys,
    application,
    policies: {
      ...defaultPolicies(application, elsewhere),
      ...nodesPolicyOf(vault.nodes),
      ...mapValues(props.policies, (file) => file),
    },
    mount: props.mount ?? 'database',
    state: props.state,
    waivers: props.waivers ?? [],
    connections: mapValues(props.connections, (connection) => ({
      username: 'vault_admin',
      database: postgres.database,
      ...given(connection),
    })),
    roles,
  };
}

/** A deployment with its defaults: parts that are no objects left out, values not yet known to be valid. */
export type FilledIn = ReturnType<typeof withDefaults>;

/**
 * Fills in the defaults, checks everything, and reads the policy and SQL files.
 *
 * @throws Problem (exit code 64) that lists every problem at once, each with property, value and way out.
 */
export function resolveDeployment(props: DeploymentProps): Deployment {
  const filledIn = withDefaults(props);
  const pgpKeys = readPgpKeys(pgpFiles(pgpPaths(filledIn.keys)));
  const problems = findProblems(props, filledIn, pgpKeys);
  if (problems.length > 0) {
    throw new Problem({
      what: `The deployment has ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`,
      why: ['', ...problems.map((problem) => `  - ${problem}`)].join('\n'),
      next: 'correct the file in deployments/ and run the same command again; nothing was touched',
      exitCode: exitCodes.usage,
    });
  }
  const { superuser, database: serverDatabase } = filledIn.postgres;
  const connections = Object.entries(filledIn.connections).map(([name, connection]) => ({
    ...connection,
    name,
    isSuperuser: filledIn.elsewhere === undefined && connection.username === superuser,
    server: serverOf(connection),
    readonlyGroup: readonlyGroupOf(connection.database, serverDatabase),
  }));
  const roles = Object.entries(filledIn.roles).map(([name, role]) => {
    const group = connections.find((connection) => connection.name === role.connection)?.readonlyGroup ?? '';
    const sqlIn = (file: string) => asVaultTrims(readProjectFile(file)).replaceAll('{{group}}', group);
    return {
      ...role,
      name,
      creationSql: sqlIn(role.creationSql),
      revocationSql: sqlIn(role.revocationSql),
    };
  });
  return {
    ...filledIn,
    elsewhere: filledIn.elsewhere === undefined ? undefined : vaultElsewhere(filledIn.elsewhere),
    vault: { ...filledIn.vault, nodes: vaultNodes(filledIn.vault) },
    keys: filledIn.keys === undefined ? undefined : { pgp: pgpKeys.filter((key) => 'fingerprint' in key) },
    policies: Object.entries(filledIn.policies).map(([name, file]) => ({ name, hcl: readProjectFile(file) })),
    connections: connections.map((connection) => ({
      ...connection,
      allowedRoles: roles.filter((role) => role.connection === connection.name).map((role) => role.name),
    })),
    roles,
  };
}

function vaultElsewhere({ address = '', caFile }: Partial<ExternalVaultProps>): ExternalVaultProps {
  return { address, ...(caFile === undefined ? {} : { caFile }) };
}

function serverOf({ host, port, sslmode, caFile }: ConnectionProps): ExternalPostgres | undefined {
  if (host === undefined) return undefined;
  const caPem = caFile === undefined ? undefined : readProjectFile(caFile).trim();
  return { host, port: port ?? 5432, sslmode: sslmode ?? 'verify-full', caFile, caPem };
}

function mapValues<In, Out>(
  record: Readonly<Record<string, In>> | undefined,
  map: (value: In) => Out,
): Record<string, Out> {
  const entries = isPlainObject(record) ? Object.entries(record) : [];
  return Object.fromEntries(entries.map(([key, value]) => [key, map(value)]));
}

/** What a part sets. Nothing is checked by types alone: a deployment is run without a type check. */
function given<Part extends object>(part: Part | undefined): Part {
  const entries = isPlainObject(part) ? Object.entries(part) : [];
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Part;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
