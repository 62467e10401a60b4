import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mustRun, run } from '../../../common/run';

const startsWithinMs = 60_000;

/**
 * A Docker engine beside this machine's, that is reached over TCP with TLS alone: for nodes on another machine. It leaves
 * the packet filter to the other engine, so it publishes ports by its proxy.
 */
export class SecondEngine {
  private readonly folder = mkdtempSync(join(tmpdir(), 'dbvault-engine-'));
  private daemon: ChildProcess | undefined;

  constructor(
    /** `tcp://127.0.0.1:…` */
    private readonly host: string,
    /** Where the client's certificates are to be. */
    private readonly certFolder: string,
  ) {}

  async start(): Promise<void> {
    await this.makeCertificates();
    const at = (name: string) => join(this.folder, name);
    this.daemon = spawn(
      'dockerd',
      [
        ...['--host', this.host, '--tlsverify', '--tlscacert', at('ca.pem')],
        ...['--tlscert', at('server.pem'), '--tlskey', at('server.key')],
        ...['--data-root', at('data'), '--exec-root', at('exec'), '--pidfile', at('pid')],
        ...['--bridge', 'none', '--iptables=false', '--ip-forward=false', '--ip-masq=false'],
        ...['--default-address-pool', 'base=10.213.0.0/16,size=24'],
      ],
      { stdio: 'ignore' },
    );
    const deadline = Date.now() + startsWithinMs;
    while ((await this.docker('info')).exitCode !== 0) {
      if (Date.now() > deadline) throw new Error('the second engine does not start');
      await sleep(250);
    }
  }

  async docker(...args: string[]) {
    const files = ['--tlscacert', 'ca.pem', '--tlscert', 'cert.pem', '--tlskey', 'key.pem'].map((word) =>
      word.endsWith('.pem') ? join(this.certFolder, word) : word,
    );
    return run('docker', ['--host', this.host, '--tlsverify', ...files, ...args]);
  }

  async stop(): Promise<void> {
    const { daemon } = this;
    if (daemon !== undefined && daemon.exitCode === null) {
      const ended = new Promise((resolve) => daemon.once('exit', resolve));
      daemon.kill('SIGTERM');
      await ended;
    }
    rmSync(this.certFolder, { recursive: true, force: true });
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async makeCertificates(): Promise<void> {
    const openssl = (...args: string[]) =>
      mustRun('openssl', args, 'openssl makes a certificate', { cwd: this.folder });
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    await openssl(
      'req',
      '-x509',
      ...key,
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-subj',
      '/CN=engine',
      '-days',
      '2',
    );
    for (const [name, use] of [
      ['server', 'serverAuth\nsubjectAltName=IP:127.0.0.1'],
      ['client', 'clientAuth'],
    ] as const) {
      writeFileSync(join(this.folder, `${name}.ext`), `extendedKeyUsage=${use}\n`);
      await openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
      const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2'];
      await openssl(
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        ...signing,
        '-extfile',
        `${name}.ext`,
        '-out',
        `${name}.pem`,
      );
    }
    mkdirSync(this.certFolder, { recursive: true, mode: 0o700 });
    const copies = { 'ca.pem': 'ca.pem', 'client.pem': 'cert.pem', 'client.key': 'key.pem' };
    for (const [from, to] of Object.entries(copies))
      await mustRun(
        'install',
        ['-m', '0600', join(this.folder, from), join(this.certFolder, to)],
        'a copy is made',
      );
  }
}
