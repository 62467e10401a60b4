import { rmSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { needsOf } from '../cli/prepare-tools';
import { openSession } from '../cli/session';
import { exitCodes } from '../common/problem';
import { mustRun } from '../common/run';
import { loadDeployment } from '../deployments/load';
import { tools } from '../toolchain';
import { say, type Bench } from './measurements/bench';
import { measureAll, measurementNames } from './measurements';
import { referenceFolder } from './references/access';
import { reportOf } from './report/make-report';
import { writeReport } from './report/write-report';
import type { Report } from './report/schema';
import { scopes, type Scope } from './scope';
import { Findings } from './series';
import { Dbvault, deploymentFile } from './systems/dbvault';

/**
 * Measures and writes docs/benchmarks.md, its plots and docs/benchmarks.json. Whatever was made for it is removed.
 *
 * @param names some of the measurements: then the report is printed as JSON, and nothing is written
 */
export async function measure(scopeName: Scope['name'], names: readonly string[]): Promise<void> {
  const scope = scopes[scopeName];
  const started = Date.now();
  const load = loadavg()[0] ?? 0;
  const findings = new Findings();
  const dbvault = new Dbvault({ roles: 1, connections: 1 });
  try {
    say('Making what is not measured: tool chain and images');
    // Of a run that was killed.
    await dbvault.destroy();
    await dbvault.up();
    const found = await tools(needsOf(openSession({ deployment: deploymentFile, json: false })));
    const bench: Bench = { scope, findings, tools: found, images: found.images };
    const isComplete = await measureAll(bench, names.length === 0 ? measurementNames : names);
    if (!isComplete) process.exitCode = exitCodes.failed;
    const machine = await machineOf(bench, load, (Date.now() - started) / 60_000);
    await tell(reportOf(findings, scope, machine), names.length === 0);
  } finally {
    // What went wrong before is what there is to tell.
    await dbvault.destroy().catch((error: unknown) => console.error(`bench: ${String(error)}`));
    rmSync(referenceFolder, { recursive: true, force: true });
  }
}

async function tell(report: Report, isWhole: boolean): Promise<void> {
  if (isWhole) console.log(await writeReport(report));
  else console.log(JSON.stringify(report, null, 2));
}

async function machineOf({ tools: found }: Bench, load: number, minutes: number): Promise<Report['machine']> {
  const docker = await mustRun(
    'docker',
    ['version', '--format', '{{.Server.Version}}'],
    'Docker does not answer',
  );
  const terraform = JSON.parse(
    await mustRun(found.terraform, ['version', '-json'], 'Terraform does not answer', {
      env: { ...found.env, CHECKPOINT_DISABLE: '1' },
    }),
  ) as { terraform_version: string };
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    // What else it was doing: above the number of cores, the figures are those of a busy machine.
    loadBefore: Number(load.toFixed(1)),
    node: process.versions.node,
    docker: docker.trim(),
    terraform: terraform.terraform_version,
    vaultImage: found.images.vault,
    postgresImage: found.images.postgres,
    storage: loadDeployment(deploymentFile).vault.storage,
    minutes: Math.round(minutes),
  };
}
