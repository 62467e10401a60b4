import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import { run, type RunOptions, type RunResult } from '../common/run';

/** What the tool chain asks of the machine it runs on; the decisions read it and nothing else. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly root: boolean;
  /** Debian itself: the packages that the images are made of are its own. */
  readonly debian: boolean;
  /** As Go names them: `linux_amd64`, `darwin_arm64`. */
  readonly platform: string;
  /** Where what is built is kept, outside every checkout. */
  readonly cacheFolder: string;
  /** Whether an HTTPS address answers within three seconds, with any status below `belowStatus`. */
  reaches(address: string, belowStatus: number): Promise<boolean>;
}

const probeSeconds = 3;

export function thisMachine(): Machine {
  const env = process.env;
  return {
    env,
    root: process.getuid?.() === 0,
    debian: isDebian(),
    platform: `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`,
    cacheFolder: join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'dbvault'),
    reaches: (address, belowStatus) => reaches(env, address, belowStatus),
  };
}

/** Runs a program with the machine's environment; how it ends is for the caller to judge. */
export function runOn(
  machine: Machine,
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  return run(command, args, { ...options, env: { ...machine.env, ...options.env } });
}

/** Whether a program is found in the machine's PATH. */
export function has(machine: Machine, program: string): boolean {
  const folders = (machine.env['PATH'] ?? '').split(':');
  return folders.some((folder) => folder !== '' && existsSync(join(folder, program)));
}

function isDebian(): boolean {
  try {
    return /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

async function reaches(env: Machine['env'], address: string, belowStatus: number): Promise<boolean> {
  // axios, like Node's own requests, speaks to some proxies only: curl speaks for the tools that will download.
  const proxy = env['HTTPS_PROXY'] ?? env['https_proxy'];
  if (proxy !== undefined && proxy !== '') return reachesByCurl(env, address, belowStatus);
  try {
    const { status } = await axios.head(address, {
      timeout: probeSeconds * 1000,
      // The time limit above does not count looking up the name.
      signal: AbortSignal.timeout(probeSeconds * 1000),
      validateStatus: () => true,
      proxy: false,
    });
    return status < belowStatus;
  } catch {
    return false;
  }
}

async function reachesByCurl(env: Machine['env'], address: string, belowStatus: number): Promise<boolean> {
  const args = [
    '--silent',
    '--max-time',
    String(probeSeconds),
    '--output',
    '/dev/null',
    '--write-out',
    '%{http_code}',
  ];
  const result = await run('curl', [...args, address], { env });
  return result.exitCode === 0 && Number(result.stdout) < belowStatus;
}
