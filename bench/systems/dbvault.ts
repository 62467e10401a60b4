import { rmSync } from 'node:fs';
import { inProject, projectFolder } from '../../common/project';
import { deploymentFolder } from '../../constructs/names';
import { measuredRun, type MeasuredRun } from '../processes/measured-run';
import type { Size } from '../series';
import { deploymentName } from './declared';

export const deploymentFile = 'bench/systems/deployment.ts';

const synthFolder = `${deploymentFolder(deploymentName)}-synth`;
const keptPlans = `${deploymentFolder(deploymentName)}-plans`;
const limitSeconds = 3600;

/** The project's own command, as a user runs it, on a deployment of a size. */
export class Dbvault {
  constructor(
    readonly size: Size,
    /** Whether one of the roles has another TTL. */
    private readonly changed = false,
  ) {}

  /** The same with a change to one connection. */
  get withChange(): Dbvault {
    return new Dbvault(this.size, true);
  }

  async up(): Promise<MeasuredRun> {
    return this.command('up', '--yes');
  }

  async plan(): Promise<MeasuredRun> {
    return this.command('plan', '--json');
  }

  /** Each stack planned by Terraform, also where it is known to be as declared. */
  async planByTerraform(): Promise<MeasuredRun> {
    rmSync(inProject(keptPlans), { recursive: true, force: true });
    try {
      return await this.command('plan', '--json', '--out', keptPlans);
    } finally {
      rmSync(inProject(keptPlans), { recursive: true, force: true });
    }
  }

  /** The same, and all else that is there is looked at too: in Docker, Vault and PostgreSQL. */
  async planAndRefresh(): Promise<MeasuredRun> {
    return this.command('plan', '--json', '--drift');
  }

  async unseal(): Promise<MeasuredRun> {
    return this.command('unseal');
  }

  async rotateRoot(connection: string): Promise<MeasuredRun> {
    return this.command('rotate-root', connection);
  }

  async destroy(): Promise<void> {
    await this.command('destroy', '--yes', '--delete-data');
  }

  async synth(): Promise<MeasuredRun> {
    const env = { DBVAULT_DEPLOYMENT: deploymentFile, CDKTF_OUTDIR: inProject(synthFolder) };
    try {
      return await this.run(['--require', './common/run-typescript.cjs', 'main.ts'], env);
    } finally {
      rmSync(inProject(synthFolder), { recursive: true, force: true });
    }
  }

  private async command(...args: readonly string[]): Promise<MeasuredRun> {
    return this.run(['cli/dbvault.mjs', ...args, '--deployment', deploymentFile], {});
  }

  private async run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<MeasuredRun> {
    const { roles, connections } = this.size;
    const chosen = {
      BENCH_ROLES: String(roles),
      BENCH_CONNECTIONS: String(connections),
      BENCH_CHANGED: this.changed ? 'yes' : 'no',
    };
    return measuredRun(process.execPath, args, {
      cwd: projectFolder,
      env: { ...chosen, ...env },
      limitSeconds,
    });
  }
}

/** When the last of the steps of `up` ended whose title begins so; undefined where there was none. */
export function endOfStep({ lines }: MeasuredRun, title: string): number | undefined {
  return lines.findLast(({ text }) => text.startsWith(title) && text.includes(': done in '))?.atSeconds;
}
