import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inProject } from '../../../common/project';
import { run } from '../../../common/run';
import { makeAuthority, makeServerCertificate } from '../../../steps/issue-certificate';
import { VaultClient } from '../../../steps/vault-client';
import { toolChain } from '../hostile-input/support/container';
import { docker, inspect } from './outside';

const network = 'e2e-external';
const label = 'dbvault.deployment=e2e-external-systems';

/** What runs a server with a certificate that only it may read. */
const withKey = (user: string, entrypoint: string) =>
  `cp /certificates/${user}.pem /server.pem && chown ${user} /server.pem && chmod 0400 /server.pem && exec "$(command -v docker-entrypoint.sh || command -v ${entrypoint})" "$@"`;

const vaultConfig = {
  listener: {
    tcp: { address: '0.0.0.0:8200', tls_cert_file: '/server.pem', tls_key_file: '/server.pem' },
  },
  storage: { inmem: {} },
  disable_mlock: true,
  api_addr: 'https://172.31.92.10:8200',
};

/** A Vault and PostgreSQL servers that somebody else runs: none of the product's own code has made them. */
export class SystemsElsewhere {
  private readonly folder = mkdtempSync(join(tmpdir(), 'dbvault-external-'));
  readonly caFile = join(this.folder, 'ca.pem');
  private token = '';

  get root(): VaultClient {
    return new VaultClient('https://172.31.92.10:8200', this.token, this.caFile);
  }

  async start(): Promise<void> {
    await this.remove();
    await docker('network', 'create', '--subnet', '172.31.92.0/24', '--label', label, network);
    await this.makeCertificates();
    const { images } = await toolChain();
    const common = (name: string, ip: string) => [
      ...['run', '--detach', '--name', name, '--label', label, '--network', network, '--ip', ip],
      ...['--volume', `${this.folder}:/certificates:ro`, '--entrypoint', 'sh'],
    ];
    await docker(
      ...common('e2e-external-vault', '172.31.92.10'),
      ...['--env', `VAULT_LOCAL_CONFIG=${JSON.stringify(vaultConfig)}`, images.vault],
      ...['-c', withKey('vault', 'vault-entrypoint'), 'sh', 'server'],
    );
    for (const [database, ip] of servers) {
      const settings = ['ssl=on', 'ssl_cert_file=/server.pem', 'ssl_key_file=/server.pem'];
      await docker(
        ...common(`e2e-external-${database}`, ip),
        ...['--env', `POSTGRES_DB=${database}`, '--env', 'POSTGRES_PASSWORD=e2e-superuser', images.postgres],
        ...['-c', withKey('postgres', 'postgres-entrypoint'), 'sh', 'postgres'],
        ...settings.flatMap((setting) => ['-c', setting]),
      );
    }
    await this.openVault();
    for (const [database] of servers)
      await untilDone(() => docker('exec', `e2e-external-${database}`, 'pg_isready', '-h', '127.0.0.1'));
  }

  /** A token that may do what the documentation asks for, and no more. */
  async operatorToken(): Promise<string> {
    const policy = readFileSync(inProject('policies/elsewhere/operator.hcl'), 'utf8');
    await this.root.write('sys/policies/acl/e2e-operator', { policy });
    const { auth } = await this.root.write('auth/token/create', { policies: ['e2e-operator'], ttl: '1h' });
    return (auth as { client_token: string }).client_token;
  }

  /** As who runs the server does, with the files that the project has for that. */
  async prepareLogin(database: string, username: string, password: string): Promise<void> {
    const sql = `e2e-external-${database}:/sql`;
    await docker('cp', inProject('sql'), sql);
    await docker(
      ...['exec', '-u', 'postgres', `e2e-external-${database}`, 'psql', '-X', '-d', database],
      ...[`--set=admin=${username}`, `--set=group=app_readonly_${database}`],
      ...['-f', '/sql/elsewhere/login.sql'],
    );
    await this.setPassword(database, username, password);
  }

  async setPassword(database: string, username: string, password: string): Promise<void> {
    await this.psql(database, `ALTER ROLE "${username}" PASSWORD '${password}'`);
  }

  async psql(database: string, sql: string): Promise<string> {
    const args = ['exec', '-u', 'postgres', `e2e-external-${database}`];
    return docker(...args, 'psql', '-X', '-A', '-t', '-d', database, '-c', sql);
  }

  async remove(): Promise<void> {
    for (const name of ['vault', ...servers.map(([database]) => database)])
      await run('docker', ['rm', '--force', '--volumes', `e2e-external-${name}`]);
    await run('docker', ['network', 'rm', network]);
  }

  removeFiles(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async makeCertificates(): Promise<void> {
    const now = new Date();
    const authority = await makeAuthority('e2e-external', now);
    writeFileSync(this.caFile, authority.certificate.toString());
    const addresses = { vault: ['172.31.92.10'], postgres: servers.map(([, ip]) => ip) };
    for (const [user, names] of Object.entries(addresses)) {
      const { key, certificate } = await makeServerCertificate(authority, names, now);
      writeFileSync(
        join(this.folder, `${user}.pem`),
        `${certificate.toString()}${String(key.export({ type: 'pkcs8', format: 'pem' }))}`,
      );
    }
  }

  private async openVault(): Promise<void> {
    const vault = this.root;
    await untilDone(() => vault.sealStatus());
    const made = await vault.write('sys/init', { secret_shares: 1, secret_threshold: 1 });
    await vault.write('sys/unseal', { key: (made['keys'] as string[])[0] });
    this.token = String(made['root_token']);
    await untilDone(() => this.root.read('auth/token/lookup-self'));
    const labels = JSON.parse(await inspect('e2e-external-vault', '{{json .Config.Labels}}')) as Record<
      string,
      string
    >;
    const sha256 = labels['dbvault.plugin.postgresql.sha256'];
    if (sha256 === undefined) return;
    const command = labels['dbvault.plugin.postgresql.command'];
    await this.root.write('sys/plugins/catalog/database/postgresql-database-plugin', { sha256, command });
  }
}

const servers = [
  ['orders', '172.31.92.11'],
  ['stock', '172.31.92.12'],
] as const;

async function untilDone(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (tries === 300) throw error;
      await sleep(200);
    }
  }
}
