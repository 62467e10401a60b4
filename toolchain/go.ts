import { isAtLeast } from './versions';
import { runOn, type Machine } from './machine';

/** What the go.mod files ask for. */
export const neededGo = '1.26.6';

export interface GoFinding {
  readonly usable: boolean;
  /** One phrase: `Go 1.26.8`, `no Go`. */
  readonly found: string;
  /** The command that helps where it is not usable. */
  readonly remedy?: string;
}

/** Whether this machine's Go can build what is needed; one that may fetch a newer one of itself can. */
export async function inspectGo(machine: Machine): Promise<GoFinding> {
  // In the root folder no go.mod of the user's has a say.
  const result = await runOn(machine, 'go', ['env', 'GOVERSION', 'GOTOOLCHAIN'], { cwd: '/' });
  const [version = '', toolchain = ''] = result.stdout.trim().split('\n');
  if (result.exitCode !== 0) return { usable: false, found: 'no Go', remedy: installRemedy(machine) };
  const found = `Go ${version.replace(/^go/, '')}`;
  if (isAtLeast(version, neededGo)) return { usable: true, found };
  const tooOld = `${found}, older than ${neededGo}`;
  if (!isAtLeast(version, '1.21')) return { usable: false, found: tooOld, remedy: installRemedy(machine) };
  if (toolchain.includes('auto'))
    return { usable: true, found: `${found}, which fetches ${neededGo} by itself` };
  return { usable: false, found: tooOld, remedy: 'export GOTOOLCHAIN=auto' };
}

function installRemedy(machine: Machine): string {
  const archive = `https://go.dev/dl/go${neededGo}.${machine.platform.replace('_', '-')}.tar.gz`;
  return `curl -L ${archive} | sudo tar -C /usr/local -xz && export PATH="$PATH:/usr/local/go/bin"`;
}
