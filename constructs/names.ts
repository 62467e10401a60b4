/** The names that constructs and steps share. Imports nothing. */

/** The stack of a connection and its roles. */
export type DatabaseStackName = `database-${string}`;
export type StackName = 'containers' | 'access' | DatabaseStackName;

/** @param connection its name */
export function databaseStack(connection: string): DatabaseStackName {
  return `database-${connection}`;
}

/** A deployment's stacks, in the order in which they are applied; those of its connections side by side. */
export function stackNames({ connections, elsewhere }: StackedDeployment): StackName[] {
  const own = elsewhere === undefined ? (['containers'] as const) : [];
  return [...own, 'access', ...connections.map(({ name }) => databaseStack(name))];
}

interface StackedDeployment {
  readonly connections: readonly { readonly name: string }[];
  /** The Vault that somebody else runs. @default all runs in containers of the deployment */
  readonly elsewhere?: object | undefined;
}

/** The identity that applies the stacks of connections and rotates roots. */
export const dbAdminPolicy = 'db-admin';

/** The identity that reads what a plan and a proof need, and changes nothing. */
export const planPolicy = 'plan';

/** The identity that takes snapshots. */
export const backupPolicy = 'backup';

/** The identity of the application, and of its AppRole. */
export const appPolicy = 'app';

/** The identity that hands secret_ids of the application over, and never sees one. */
export const appIssuerPolicy = 'app-issuer';

/** What `plan` may read besides where Vault has several nodes. */
export const nodesPolicy = 'nodes';

/** What this command is when it does what the application does: its policy, without the bounds of its AppRole. */
export const appOperator = 'app-operator';

const always = [dbAdminPolicy, planPolicy, backupPolicy] as const;

/** Those that this command logs in as, each with an AppRole of its name. */
export const operatorIdentities = [...always, appIssuerPolicy, appOperator] as const;
export type OperatorIdentity = (typeof operatorIdentities)[number];

/** Those of them that a deployment has, by how its application proves who it is. */
export function identitiesOf(application: 'token' | object, elsewhere?: object): readonly OperatorIdentity[] {
  const all = application === 'token' ? always : operatorIdentities;
  // Who runs a Vault takes its snapshots.
  return elsewhere === undefined ? all : all.filter((identity) => identity !== backupPolicy);
}

/** The policy that an identity has: that of its own name, or the application's. */
export function policyOf(identity: OperatorIdentity): string {
  return identity === appOperator ? appPolicy : identity;
}

/** Those that another program, such as `cdktf`, may be given a token of. */
export const tokenIdentities = [...always, 'root'] as const;
export type TokenIdentity = (typeof tokenIdentities)[number];

/** Where the AppRoles are mounted, under `auth/`. */
export const appRoleMount = 'approle';

/** Long enough for an apply; the run that logged in ends its tokens when it ends. */
export const operatorTtlSeconds = 1200;

/** How long a login is taken by Vault; `up` makes the next one. */
export const loginTtlSeconds = 90 * 24 * 3600;

/** Where secret_ids of the application come from. What was wrapped elsewhere is not its own. */
export const appSecretIdPath = `auth/${appRoleMount}/role/${appPolicy}/secret-id`;

/** How long a wrapped secret_id waits for the application; `policies/app-issuer.hcl` allows no longer. */
export const handOverTtlSeconds = 15 * 60;

/** Docker label that says which deployment a container, network or volume belongs to. */
export const deploymentLabel = 'dbvault.deployment';

/** Docker label that says what a container is for: `vault`, `postgres` or `probe`. */
export const partLabel = 'dbvault.part';

/** Docker label of what is on another machine's engine: that engine's address. */
export const engineLabel = 'dbvault.engine';

/** Another machine's Docker engine. */
export interface DockerEngine {
  readonly host: string;
  /** Where its client's certificates are; undefined for `ssh://`. */
  readonly certFolder?: string | undefined;
}

/** The engines of other machines, each once. */
export function otherEngines(
  nodes: readonly { readonly engine: DockerEngine | undefined }[],
): readonly DockerEngine[] {
  const engines = nodes.flatMap(({ engine }) => engine ?? []);
  return engines.filter((engine, index) => engines.findIndex(({ host }) => host === engine.host) === index);
}

/** DNS names on the deployment's network, whatever the containers are called. */
export const vaultHost = 'vault';
export const postgresHost = 'postgres';

export const vaultPort = 8200;
export const vaultClusterPort = 8201;
export const postgresPort = 5432;

export const databasePlugin = 'postgresql-database-plugin';

/** What the names of all groups of short-lived roles begin with. */
export const readonlyGroup = 'app_readonly';

/**
 * NOLOGIN role that holds what short-lived roles may read in a database; `sql/database.sql` makes it. Each database has
 * its own: roles are the whole server's, and who may read one database must not read another.
 *
 * @param serverDatabase the one that PostgreSQL starts with
 */
export function readonlyGroupOf(database: string, serverDatabase: string): string {
  return database === serverDatabase ? readonlyGroup : `${readonlyGroup}_${database}`;
}

/** The description of a deployment's mount and audit devices in Vault, by which they are known as its own. */
export function mountDescription(deployment: string): string {
  return `dbvault deployment ${deployment}`;
}

/** Vault as this machine reaches it. @param host an IP address; @default this machine's own */
export function vaultAddress(port: number, tls: boolean, host = '127.0.0.1'): string {
  return `${tls ? 'https' : 'http'}://${host}:${port}`;
}

/** What Vault's nodes are called, on their network and in Raft: the first one as the one of a single node. */
export function vaultNodeName(index: number): string {
  return index === 0 ? vaultHost : `${vaultHost}-${index + 1}`;
}

/** The volume of Vault's storage. */
export function vaultVolume(containerName: string): string {
  return `${containerName}-file`;
}

/** The volume of Vault's audit log. */
export function auditVolume(containerName: string): string {
  return `${containerName}-audit`;
}

/** Where that is in Vault's container. */
export const auditFolder = '/vault/logs';
export const auditFile = `${auditFolder}/audit.log`;

/** The volume of PostgreSQL's data. */
export function postgresVolume(containerName: string): string {
  return `${containerName}-data`;
}

/** The Docker network of a deployment. */
export function networkName(deployment: string): string {
  return `dbvault-${deployment}`;
}

/** Terraform variables that name the images: official ones, or those built on this machine. */
export const vaultImageVariable = 'vault_image';
export const postgresImageVariable = 'postgres_image';

/** Ephemeral Terraform variable with the first password of a connection's root: never begins with a digit. */
export function passwordVariable(connection: string): string {
  return `${connection.replace(/[^A-Za-z0-9]/g, '_').replace(/^\d/, '_$&')}_password`;
}

/** The folder of all that a deployment keeps on this machine, relative to the project. */
export function deploymentFolder(deployment: string): string {
  return `.dbvault/${deployment}`;
}

/** Terraform's state of one stack, relative to the project. */
export function stateFile(deployment: string, stack: StackName): string {
  return `${deploymentFolder(deployment)}/state/${stack}.tfstate`;
}

/** What held when a stack was last as declared; relative to the project. */
export function settledFile(deployment: string, stack: StackName): string {
  return `${deploymentFolder(deployment)}/settled/${stack}.json`;
}

/** The superuser's password that PostgreSQL starts with; relative to the project. */
export function serverPasswordFile(deployment: string): string {
  return `${deploymentFolder(deployment)}/first-password`;
}

/** The password that a connection's user has until Vault rotates it away; relative to the project. */
export function firstPasswordFile(deployment: string, connection: string): string {
  return `${deploymentFolder(deployment)}/first-passwords/${connection}`;
}

/** What the application is handed over; relative to the project. */
export function appFolder(deployment: string): string {
  return `${deploymentFolder(deployment)}/app`;
}

/** What serves TLS. */
export type ServerPart = 'vault' | 'postgres';

/** The folder of the certificates, relative to the project. */
export function tlsFolder(deployment: string): string {
  return `${deploymentFolder(deployment)}/tls`;
}

/** What clients trust; relative to the project. */
export function caFile(deployment: string): string {
  return `${tlsFolder(deployment)}/${caFileName}`;
}

/**
 * A server's private key and its certificates, in one file so that they always fit; relative to the project.
 *
 * @param server `postgres`, or the name of a node of Vault
 */
export function serverFile(deployment: string, server: string): string {
  return `${tlsFolder(deployment)}/${serverFileName(server)}`;
}

export const caFileName = 'ca.pem';

export function serverFileName(server: string): string {
  return `${server}.pem`;
}

/** The same in the containers. */
export const tlsInContainer = { ca: '/dbvault/tls/ca.pem', server: '/dbvault/tls/server.pem' } as const;

/** Which step was begun and done on what; relative to the project. */
export function journalFile(deployment: string): string {
  return `${deploymentFolder(deployment)}/journal.jsonl`;
}

/** Where backups go that nobody gave another place; relative to the project. */
export function backupsFolder(deployment: string): string {
  return `${deploymentFolder(deployment)}/backups`;
}

/** Locks outlive the folder of a deployment that is deleted; relative to the project. */
export const locksFolder = '.dbvault/.locks';

/** The deployment that commands mean when none is named. */
export const defaultDeployment = 'local';

/**
 * Where a deployment is synthesized, relative to the project. cdktf's own default for the default deployment,
 * so that `npx cdktf` needs no option; a sibling for each other one, so that none plans with another's files.
 */
export function outputFolder(deployment: string): string {
  return deployment === defaultDeployment ? 'cdktf.out' : `cdktf.out.${deployment}`;
}

/** Environment variable that names the stacks to synthesize, with commas between them; all where it is not set. */
export const stacksVariable = 'DBVAULT_STACKS';

/** The folder of one synthesized stack, relative to the project. */
export function stackFolder(deployment: string, stack: StackName): string {
  return `${outputFolder(deployment)}/stacks/${stack}`;
}

/** From a stack's folder back to the project, as Terraform sees relative paths. */
export const projectFromStackFolder = '../../..';
