import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inProject, projectFolder } from '../../common/project';
import {
  appOperator,
  appRoleMount,
  deploymentFolder,
  identitiesOf,
  type OperatorIdentity,
} from '../../constructs/names';
import { withRoot } from '../e2e/support/as-root';
import { docker, psqlAsSuperuser, vaultApi } from '../e2e/support/outside';
import { firstPortOf } from './ports';

const file = 'test/faults/deployments/fault.ts';
const longestRunMs = 400_000;

/** How a run of the command ended. */
export interface Ended {
  /** Null where a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/** A run of the command that goes on. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ended>;
}

/** One deployment that faults are made on: the real command, and what it made as others see it. */
export class System {
  readonly name: string;
  readonly port: number;
  readonly vault: string;
  readonly postgres: string;
  /** All that was printed, to be searched for secrets. */
  readonly printed: string[] = [];
  /** Seen to be up and well, and nothing was run on it since. */
  private isWell = false;
  private application: 'AppRole' | 'token' = 'AppRole';
  private nodes = 1;
  /** Files of the public keys of those who hold the key shares, where people do. */
  private holders: readonly string[] = [];
  /** The key shares in clear, as people have them. */
  private sharesOfHolders: ReturnType<System['keys']> | undefined;
  /** For this system's own files while it is tested. */
  readonly scratch = mkdtempSync(join(tmpdir(), 'dbvault-fault-'));

  /** @param slot told apart by it: name and port */
  constructor(private readonly slot: number) {
    this.name = `fault-${slot}`;
    this.port = firstPortOf(slot, 1);
    this.vault = `dbvault-${this.name}-vault`;
    this.postgres = `dbvault-${this.name}-postgres`;
  }

  get folder(): string {
    return inProject(deploymentFolder(this.name));
  }

  /** Begins with all that is declared: the case before may have left it so. */
  async beginUp(application: 'AppRole' | 'token' = 'AppRole'): Promise<void> {
    if (this.isWell && this.application === application) return;
    await this.remove(application);
    await this.must('up', '--yes');
  }

  /** What is made next has a Vault of so many nodes; what asks its one port is of no use then. */
  haveNodes(count: number): void {
    this.nodes = count;
  }

  /** Of each of several nodes. */
  get vaultPorts(): number[] {
    const first = firstPortOf(this.slot, this.nodes);
    return Array.from({ length: this.nodes }, (_, index) => first + index);
  }

  /** What is made next has key shares that people hold: Vault encrypts one to each of these public keys. */
  letPeopleHoldKeys(publicKeys: readonly string[]): void {
    this.holders = publicKeys;
  }

  /** Tells the checks what the holders decrypted. */
  foundShares(shares: string[], threshold: number): void {
    this.sharesOfHolders = { shares, threshold };
  }

  /** Whether the application has the simple token, and no AppRole. */
  get hasToken(): boolean {
    return this.application === 'token';
  }

  /** Says that all that must hold was just seen to hold. */
  foundWell(): void {
    this.isWell = true;
  }

  /** Runs the command to its end. */
  async dbvault(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return this.start(args, env).ended;
  }

  /** Runs the command, which must succeed. */
  async must(...args: string[]): Promise<Ended> {
    const ended = await this.dbvault(args);
    if (ended.exitCode !== 0) throw new Error(`${args.join(' ')} ended with ${how(ended)}:\n${ended.stderr}`);
    return ended;
  }

  /** Starts the command as a process group of its own, so that it can be killed with all that it started. */
  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
    this.isWell = false;
    // Files, not pipes: a Terraform that outlives its run would keep a pipe open.
    const folder = mkdtempSync(join(this.scratch, 'run-'));
    const files = ['stdout', 'stderr'].map((name) => join(folder, name));
    const outputs = files.map((name) => openSync(name, 'w'));
    const started = Date.now();
    const child = spawn(process.execPath, ['cli/dbvault.mjs', ...args, '--deployment', file], {
      cwd: projectFolder,
      detached: true,
      stdio: ['ignore', ...outputs],
      env: {
        ...process.env,
        FAULT_SLOT: String(this.slot),
        FAULT_APPLICATION: this.application,
        FAULT_NODES: String(this.nodes),
        FAULT_HOLDERS: this.holders.join(delimiter),
        ...env,
      },
    });
    for (const output of outputs) closeSync(output);
    const { pid } = child;
    if (pid === undefined) throw new Error('the command could not be started');
    const limit = setTimeout(() => killGroup(pid), longestRunMs);
    const ended = once(child, 'exit').then(([exitCode, signal]) => {
      clearTimeout(limit);
      const [stdout = '', stderr = ''] = files.map((name) => readFileSync(name, 'utf8'));
      this.printed.push(stderr, ...(args[0] === 'creds' ? [] : [stdout]));
      const seconds = (Date.now() - started) / 1000;
      return {
        exitCode: exitCode as number | null,
        signal: signal as NodeJS.Signals | null,
        stdout,
        stderr,
        seconds,
      };
    });
    return { pid, ended };
  }

  keys(): { shares: string[]; threshold: number; rootToken?: string } {
    if (this.sharesOfHolders !== undefined) return this.sharesOfHolders;
    return JSON.parse(this.kept('keys/vault-keys.json')) as ReturnType<System['keys']>;
  }

  /** Those that the command logs in as. */
  identities(): readonly OperatorIdentity[] {
    return identitiesOf(this.hasToken ? 'token' : {});
  }

  /** Vault's token for what the application does. */
  async appToken(): Promise<string> {
    if (this.hasToken) return this.kept('keys/app-token');
    const { roleId, secretId } = this.vaultLogin(appOperator);
    const body = { role_id: roleId, secret_id: secretId };
    const { auth } = await this.ask('', `auth/${appRoleMount}/login`, 'PUT', body);
    return (auth as { client_token: string }).client_token;
  }

  /** What the command logs in to Vault with. */
  vaultLogin(identity: OperatorIdentity): { roleId: string; secretId: string } {
    return JSON.parse(this.kept(`keys/${identity}-login.json`)) as { roleId: string; secretId: string };
  }

  /** A file of the deployment's folder. */
  kept(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8').trim();
  }

  /** The same as root, with a token that the key shares make for this alone. */
  async asRoot(path: string, method = 'GET', body?: object): Promise<Record<string, unknown>> {
    return withRoot(this.port, this.keys().shares, (token) => this.ask(token, path, method, body));
  }

  /** Vault's API with a token; an answer that is no success is an error. */
  async ask(token: string, path: string, method = 'GET', body?: object): Promise<Record<string, unknown>> {
    const answer = await vaultApi(this.port, token, path, method, body);
    if (answer.status >= 300 && answer.status !== 404) throw new Error(`${method} ${path}: ${answer.status}`);
    return (answer.body['data'] ?? answer.body) as Record<string, unknown>;
  }

  async list(path: string): Promise<string[]> {
    return ((await this.asRoot(`${path}?list=true`))['keys'] ?? []) as string[];
  }

  async superuser(sql: string): Promise<string> {
    return psqlAsSuperuser(this.postgres, sql);
  }

  /** What Docker has of this deployment. */
  async inDocker(kind: 'container' | 'volume' | 'network'): Promise<string[]> {
    const all = kind === 'container' ? ['--all'] : [];
    const format = kind === 'container' ? '{{.Names}}' : '{{.Name}}';
    const label = `label=dbvault.deployment=${this.name}`;
    const names = await docker(kind, 'ls', ...all, '--filter', label, '--format', format);
    return names.split('\n').filter((name) => name !== '');
  }

  /** Removes everything by label, in whatever state it is; what is made next has this kind of application. */
  async remove(application: 'AppRole' | 'token' = 'AppRole'): Promise<void> {
    this.isWell = false;
    for (const kind of ['container', 'volume', 'network'] as const) {
      const names = await this.inDocker(kind);
      if (names.length > 0)
        await docker(kind, 'rm', ...(kind === 'container' ? ['--force', '--volumes'] : []), ...names);
    }
    for (const path of [this.folder, inProject(`cdktf.out.${this.name}`)]) {
      rmSync(path, { recursive: true, force: true });
    }
    this.printed.length = 0;
    this.application = application;
    this.nodes = 1;
    this.holders = [];
    this.sharesOfHolders = undefined;
  }

  /** Ends the use of this system, with all that it made. */
  async close(): Promise<void> {
    await this.remove();
    rmSync(this.scratch, { recursive: true, force: true });
  }
}

export function how({ exitCode, signal }: Ended): string {
  return signal ?? `exit code ${exitCode ?? 'none'}`;
}

/** Kills a run with all that it started. */
export function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Waits until something holds. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs / 1000} s: ${what}`);
    await sleep(100);
  }
}
