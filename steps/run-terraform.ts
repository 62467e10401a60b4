import { run, type RunResult } from '../common/run';

/** How Terraform, or OpenTofu, is called on this machine. */
export interface TerraformCommand {
  readonly engine: 'Terraform' | 'OpenTofu';
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
  /** What opens the place of a remote state, by variable: nobody may see it. @default none */
  readonly stateLogin?: Readonly<Record<string, string>>;
}

/** A killed run's Terraform may still be at work: it is waited for. */
export const stateLock = '-lock-timeout=120s';

/** Runs Terraform in a folder, with no other settings of the environment than these. */
export async function runTerraform(
  terraform: TerraformCommand,
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
  input?: string,
): Promise<RunResult> {
  return run(terraform.command, args, {
    cwd,
    ...(input === undefined ? {} : { input }),
    env: {
      ...terraform.env,
      ...terraform.stateLogin,
      VAULT_TOKEN: undefined,
      VAULT_NAMESPACE: undefined,
      ...env,
      TF_IN_AUTOMATION: '1',
      CHECKPOINT_DISABLE: '1',
      // Terraform and its providers live for a second: collecting garbage less often saves them a sixth of it.
      GOGC: process.env['GOGC'] ?? '400',
      // With it, Terraform logs the connection's payload, password included.
      TF_LOG: undefined,
      TF_LOG_PROVIDER: undefined,
      TF_CLI_ARGS: undefined,
    },
  });
}

const longestErrorLines = 15;

/** The errors that Terraform prints, without their frames. */
export function errorText({ stdout, stderr }: RunResult): string {
  const plain = stderr.replaceAll(colours, '');
  const text = plain.includes('Error:') ? plain.slice(plain.indexOf('Error:')) : `${stdout}\n${plain}`;
  const lines = text.split('\n').map((line) => line.replace(/^[╷│╵] ?/, '').trimEnd());
  return lines
    .filter((line) => line !== '')
    .slice(0, longestErrorLines)
    .join('\n');
}

/** Not every command of Terraform can be told to do without. */
// eslint-disable-next-line no-control-regex -- that is how they begin
const colours = /\u001b\[[\d;]*m/g;

/** What of that opens the place of the state, also the password inside of a URL. */
export function secretsOfLogin({ stateLogin = {} }: TerraformCommand): string[] {
  return Object.values(stateLogin).flatMap((value) => {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    return url === undefined || url.password === '' ? [value] : [value, decodeURIComponent(url.password)];
  });
}
