import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from '../../common/project';
import { run } from '../../common/run';
import { measuredRun, type MeasuredRun } from '../processes/measured-run';
import type { Size } from '../series';
import { referenceFolder, type ReferenceAccess } from './access';
import { declaredValues } from './declared-values';
import { removeMounts } from './own-mount';
import type { Reference } from './reference';

/** `terraform` on configuration that was written by hand, with everything in one state. */
export class PlainTerraform implements Reference {
  private readonly mount: string;
  private readonly folder: string;

  constructor(
    private readonly access: ReferenceAccess,
    /** Whether Docker's part of a deployment is in the state as well. */
    private readonly withContainers = false,
  ) {
    this.mount = withContainers ? 'bench-terraform-whole' : 'bench-terraform';
    this.folder = join(referenceFolder, this.mount);
  }

  async reset(): Promise<void> {
    await removeMounts(this.access.operator, this.mount);
    if (this.withContainers) await this.removeContainers();
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    for (const file of ['main.tf', this.withContainers ? 'containers.tf' : 'vault.tf'])
      copyFileSync(inProject(`bench/references/terraform/${file}`), join(this.folder, file));
    this.declare({ roles: 1, connections: 1 }, false);
    await this.terraform('init', '-input=false', '-no-color');
  }

  declare(size: Size, changed: boolean): void {
    const { connectionUrl, ...values } = declaredValues(this.mount, size, changed, this.access.login);
    const images = this.withContainers ? { images: this.access.tools.images } : {};
    const variables = JSON.stringify({ ...values, ...images, connection_url: connectionUrl });
    writeFileSync(join(this.folder, 'terraform.tfvars.json'), variables);
  }

  async plan(): Promise<MeasuredRun> {
    return this.terraform('plan', '-input=false', '-no-color', '-out=plan');
  }

  async apply(): Promise<MeasuredRun> {
    return this.terraform('apply', '-input=false', '-no-color', '-auto-approve');
  }

  /** Whatever of it is there. */
  private async removeContainers(): Promise<void> {
    const named = (...parts: readonly string[]) => parts.map((part) => `${this.mount}-${part}`);
    await run('docker', ['rm', '--force', ...named('vault', 'postgres')]);
    await run('docker', ['volume', 'rm', ...named('file', 'audit', 'postgres')]);
    await run('docker', ['network', 'rm', this.mount]);
  }

  private async terraform(...args: readonly string[]): Promise<MeasuredRun> {
    const { tools, limitSeconds, env } = this.access;
    return measuredRun(tools.terraform, args, { cwd: this.folder, env, limitSeconds });
  }
}
