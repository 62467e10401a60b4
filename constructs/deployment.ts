import { Problem, exitCodes } from '../common/problem';
import { asVaultTrims, readProjectFile } from './project-files';
import { applicationWithDefaults, type Application, type AppRoleProps } from './application';
import type { Waiver } from './guardrails/waiver';
import { appPolicy, identitiesOf, policyOf } from './names';
import { nodesPolicyOf, vaultNodes, type VaultNode, type VaultNodeProps } from './vault-nodes';
import { findProblems } from './validation';
import { isPlainObject } from './validation/rule-kinds';
import { readPgpKeys, pgpPaths, type PgpKey } from './validation/pgp-keys';
import { pgpFiles } from './validation/pgp-checks';

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
export interface ConnectionProps {
  /**
   * A role that `sql/bootstrap.sql` makes, with CREATEROLE and no more; the superuser's name makes Vault log in
   * as the superuser, as the reference flow does.
   * @default `vault_admin`
   */
  readonly username?: string;
}

/** A kind of short-lived PostgreSQL user. */
export interface RoleProps {
  /** A name in `connections`. */
  readonly connection: string;
  /** SQL file, with `{{name}}`, `{{password}}` and `{{expiration}}`. */
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
  readonly vault?: VaultServerProps;
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
  /** Guardrails that it breaks on purpose: docs/guardrails.md. @default none */
  readonly waivers?: readonly Waiver[];
  /** Exactly one: the deployment has one PostgreSQL, and one root that Vault rotates. */
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
  /** The roles that may use it, by name: never `*`. */
  readonly allowedRoles: readonly string[];
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
  readonly tls: 'made' | 'off' | GivenCertificates;
  readonly application: Application;
  /** Undefined where the key shares are kept in clear. */
  readonly keys: { readonly pgp: readonly PgpKey[] } | undefined;
  readonly policies: readonly { readonly name: string; readonly hcl: string }[];
  readonly mount: string;
  readonly waivers: readonly Waiver[];
  readonly connections: readonly Connection[];
  readonly roles: readonly Role[];
}

/** Those of the identities that a deployment has, each from the file of its name. */
function defaultPolicies(application: Application): Readonly<Record<string, string>> {
  const names = [...identitiesOf(application).map(policyOf), appPolicy];
  return Object.fromEntries(names.map((name) => [name, `policies/${name}.hcl`]));
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
      ...given(props.vault),
    },
    postgres: {
      containerName: `dbvault-${asText(props.name)}-postgres`,
      image: 'postgres:15',
      superuser: 'postgres',
      database: 'postgres',
      memoryMegabytes: 1024,
      ...given(props.postgres),
    },
    tls: props.tls ?? ('made' as const),
    keys: props.keys,
    application,
    policies: {
      ...defaultPolicies(application),
      ...nodesPolicyOf(props.vault?.nodes),
      ...mapValues(props.policies, (file) => file),
    },
    mount: props.mount ?? 'database',
    waivers: props.waivers ?? [],
    connections: mapValues(props.connections, (connection) => ({
      username: 'vault_admin',
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
  const roles = Object.entries(filledIn.roles).map(([name, role]) => ({
    ...role,
    name,
    creationSql: asVaultTrims(readProjectFile(role.creationSql)),
    revocationSql: asVaultTrims(readProjectFile(role.revocationSql)),
  }));
  return {
    ...filledIn,
    vault: { ...filledIn.vault, nodes: vaultNodes(filledIn.vault) },
    keys: filledIn.keys === undefined ? undefined : { pgp: pgpKeys.filter((key) => 'fingerprint' in key) },
    policies: Object.entries(filledIn.policies).map(([name, file]) => ({ name, hcl: readProjectFile(file) })),
    connections: Object.entries(filledIn.connections).map(([name, connection]) => ({
      ...connection,
      name,
      allowedRoles: roles.filter((role) => role.connection === name).map((role) => role.name),
    })),
    roles,
  };
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
