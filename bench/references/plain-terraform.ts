import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from '../../common/project';
import { measuredRun, type MeasuredRun } from '../processes/measured-run';
import type { Size } from '../series';
import { referenceFolder, type ReferenceAccess } from './access';
import { declaredValues } from './declared-values';
import { removeMounts } from './own-mount';
import type { Reference } from './reference';

const mount = 'bench-terraform';

/** `terraform` on configuration that was written by hand, with everything in one state. */
export class PlainTerraform implements Reference {
  private readonly folder = join(referenceFolder, 'terraform');

  constructor(private readonly access: ReferenceAccess) {}

  async reset(): Promise<void> {
    await removeMounts(this.access.operator, mount);
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    copyFileSync(inProject('bench/references/terraform/main.tf'), join(this.folder, 'main.tf'));
    this.declare({ roles: 1, connections: 1 }, false);
    await this.terraform('init', '-input=false', '-no-color');
  }

  declare(size: Size, changed: boolean): void {
    const { connectionUrl, ...values } = declaredValues(mount, size, changed, this.access.login);
    const variables = JSON.stringify({ ...values, connection_url: connectionUrl });
    writeFileSync(join(this.folder, 'terraform.tfvars.json'), variables);
  }

  async plan(): Promise<MeasuredRun> {
    return this.terraform('plan', '-input=false', '-no-color', '-out=plan');
  }

  async apply(): Promise<MeasuredRun> {
    return this.terraform('apply', '-input=false', '-no-color', '-auto-approve');
  }

  private async terraform(...args: readonly string[]): Promise<MeasuredRun> {
    const { tools, limitSeconds, env } = this.access;
    return measuredRun(tools.terraform, args, { cwd: this.folder, env, limitSeconds });
  }
}
