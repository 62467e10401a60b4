import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from '../../common/project';
import { measuredRun, type MeasuredRun } from '../processes/measured-run';
import type { Size } from '../series';
import { referenceFolder, type ReferenceAccess } from './access';
import { declaredValues } from './declared-values';
import { removeMounts } from './own-mount';
import type { Reference } from './reference';

const mount = 'bench-cdktf';

/** `cdktf` as its default template has it, `npx ts-node main.ts`, with everything in one stack. */
export class PlainCdktf implements Reference {
  private readonly folder = join(referenceFolder, 'cdktf');
  private readonly declaredFile = join(this.folder, 'declared.json');

  constructor(private readonly access: ReferenceAccess) {}

  async reset(): Promise<void> {
    await removeMounts(this.access.operator, mount);
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
  }

  declare(size: Size, changed: boolean): void {
    const values = declaredValues(mount, size, changed, this.access.login);
    const state = join(this.folder, 'terraform.tfstate');
    writeFileSync(this.declaredFile, JSON.stringify({ ...values, state }));
  }

  async synth(): Promise<MeasuredRun> {
    return this.cdktf('synth');
  }

  async plan(): Promise<MeasuredRun> {
    return this.cdktf('diff', 'bench', '--skip-provider-lock');
  }

  async apply(): Promise<MeasuredRun> {
    return this.cdktf('deploy', 'bench', '--auto-approve', '--skip-provider-lock');
  }

  private async cdktf(...args: readonly string[]): Promise<MeasuredRun> {
    const { limitSeconds, env } = this.access;
    const cli = inProject('node_modules/.bin/cdktf');
    return measuredRun(cli, [...args, '--output', join(this.folder, 'cdktf.out')], {
      cwd: inProject('bench/references/cdktf'),
      env: { ...env, BENCH_DECLARED: this.declaredFile },
      limitSeconds,
    });
  }
}
