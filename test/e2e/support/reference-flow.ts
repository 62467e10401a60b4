import { readFileSync, statSync } from 'node:fs';
import { resolveDeployment, type Connection, type DeploymentProps } from '../../../constructs/deployment';
import { inProject, projectFolder } from '../../../common/project';
import {
  appOperator,
  appRoleMount,
  deploymentFolder,
  firstPasswordFile,
  identitiesOf,
  networkName,
  type OperatorIdentity,
  outputFolder,
  serverPasswordFile,
  stackNames,
} from '../../../constructs/names';
import { withRoot } from './as-root';
import { Cli } from './cli';
import { run } from '../../../common/run';
import { inspect, psqlAsSuperuser, psqlFromOutside, vaultApi } from './outside';

export interface FlowProps {
  /** File of the deployment, relative to the project. */
  readonly file: string;
  readonly props: DeploymentProps;
  readonly firstPassword: string;
}

interface Credential {
  readonly username: string;
  readonly password: string;
  readonly leaseId: string;
  readonly leaseDurationSeconds: number;
}

/** What the tests of one deployment share. */
export class Flow {
  readonly deployment;
  readonly cli: Cli;
  readonly network: string;

  constructor(private readonly props: FlowProps) {
    this.deployment = resolveDeployment(props.props);
    this.cli = new Cli(props.file, { TF_VAR_my_postgres_database_password: props.firstPassword });
    this.network = networkName(this.deployment.name);
  }

  get firstPassword(): string {
    return this.props.firstPassword;
  }

  /** The first one. */
  get connection(): Connection {
    const [first] = this.deployment.connections;
    if (first === undefined) throw new Error('a deployment has a connection');
    return first;
  }

  get folder(): string {
    return inProject(deploymentFolder(this.deployment.name));
  }

  get output(): string {
    return inProject(outputFolder(this.deployment.name));
  }

  keys(): { shares: string[]; threshold: number; rootToken?: string } {
    return JSON.parse(readFileSync(`${this.folder}/keys/vault-keys.json`, 'utf8')) as ReturnType<
      Flow['keys']
    >;
  }

  /** One with which the application's requests are made: its own, or of the command's login for that. */
  async appToken(): Promise<string> {
    return this.deployment.application === 'token' ? this.lastingToken() : this.tokenOf(appOperator);
  }

  /** That of an application without an AppRole. */
  lastingToken(): string {
    return readFileSync(`${this.folder}/keys/app-token`, 'utf8').trim();
  }

  /** What this command logs in with. */
  logins(): Record<string, string> {
    return Object.fromEntries(
      identitiesOf(this.deployment.application).map((identity) => [
        `the secret id of ${identity}`,
        this.login(identity).secretId,
      ]),
    );
  }

  /** A token of one of the command's logins. */
  async tokenOf(identity: OperatorIdentity): Promise<string> {
    const { roleId, secretId } = this.login(identity);
    const login = { role_id: roleId, secret_id: secretId };
    const { body } = await this.api('', `auth/${appRoleMount}/login`, 'PUT', login);
    return (body['auth'] as { client_token: string }).client_token;
  }

  private login(identity: OperatorIdentity): { roleId: string; secretId: string } {
    const text = readFileSync(`${this.folder}/keys/${identity}-login.json`, 'utf8');
    return JSON.parse(text) as { roleId: string; secretId: string };
  }

  /** The one that was given, until the root password is reset. */
  keptFirstPassword(): string {
    const { name } = this.deployment;
    const { connection } = this;
    const file = connection.isSuperuser ? serverPasswordFile(name) : firstPasswordFile(name, connection.name);
    return readFileSync(inProject(file), 'utf8').trim();
  }

  /** A line of each private key; none where TLS is off. */
  tlsKeys(): Record<string, string> {
    if (this.deployment.tls === 'off') return {};
    const files = ['ca.key', 'vault.pem', 'postgres.pem'];
    return Object.fromEntries(
      files.map((file) => [
        `the key in ${file}`,
        readFileSync(`${this.folder}/tls/${file}`, 'utf8').split('\n')[2] ?? '',
      ]),
    );
  }

  mode(path: string): string {
    return (statSync(`${this.folder}/${path}`).mode & 0o777).toString(8);
  }

  async api(token: string, path: string, method?: string, body?: object) {
    return vaultApi(this.deployment.vault.port, token, path, method, body);
  }

  /** @returns the token that unwraps the answer */
  async wrapped(token: string, path: string, body: object, ttl = '300s') {
    const { port } = this.deployment.vault;
    const answer = await vaultApi(port, token, path, 'PUT', body, { 'X-Vault-Wrap-TTL': ttl });
    return { ...answer, wrappingToken: (answer.body['wrap_info'] as { token: string } | null)?.token ?? '' };
  }

  /** As somebody with enough key shares. */
  async rootApi(path: string, method?: string, body?: object) {
    const { port } = this.deployment.vault;
    return withRoot(port, this.keys().shares, (token) => vaultApi(port, token, path, method, body));
  }

  async asRoot(path: string): Promise<Record<string, unknown>> {
    const { status, body } = await this.rootApi(path);
    if (status !== 200) throw new Error(`${path}: ${status}`);
    return (body['data'] ?? body) as Record<string, unknown>;
  }

  async credential(): Promise<Credential> {
    return this.cli.json<Credential>('creds', 'db-app');
  }

  async psql(login: { username: string; password: string }, sql: string) {
    return this.psqlIn('postgres', login, sql);
  }

  async psqlIn(database: string, login: { username: string; password: string }, sql: string) {
    const image = await inspect(this.deployment.postgres.containerName, '{{.Image}}');
    return psqlFromOutside(this.network, image, { ...login, database }, sql);
  }

  async superuser(sql: string): Promise<string> {
    return psqlAsSuperuser(this.deployment.postgres.containerName, sql);
  }

  /** The last plan of each stack, in full: a plan file is compressed, so that searching it would find nothing. */
  async plans(): Promise<string> {
    const plans = stackNames(this.deployment).map(async (stack) => {
      const show = `"\${TERRAFORM_BINARY_NAME:-terraform}" -chdir=${this.output}/stacks/${stack} show -json dbvault.tfplan`;
      const script = `eval "$(node cli/dbvault.mjs env --deployment ${this.cli.deployment})" && ${show}`;
      const result = await run('sh', ['-c', script], { cwd: projectFolder });
      if (result.exitCode !== 0) throw new Error(`no plan of ${stack}: ${result.stderr}`);
      return result.stdout;
    });
    return (await Promise.all(plans)).join('\n');
  }

  async containerLogs(): Promise<string> {
    const { vault, postgres } = this.deployment;
    const logs = await Promise.all(
      [vault.containerName, postgres.containerName].map((name) => run('docker', ['logs', name])),
    );
    return logs.map(({ stdout, stderr }) => `${stdout}\n${stderr}`).join('\n');
  }
}
