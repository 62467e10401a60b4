import { rmSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { mustRun } from '../common/run';
import { imagesInUse } from '../cli/images-in-use';
import { loadDeployment } from '../deployments/load';
import type { ImageNames } from '../toolchain';
import { inProject, projectFolder } from '../common/project';
import { deploymentFolder } from '../constructs/names';
import { writeReport, type Measurement } from './report';

const deploymentFile = 'bench/deployments/bench.ts';
const folder = deploymentFolder('bench');
const synthFolder = `${folder}-synth`;
const storage = process.env['BENCH_STORAGE'] === 'file' ? 'file' : 'raft';

/**
 * Measures everything, in rounds so that what else the machine does meets all of it alike, and writes
 * docs/benchmarks.json and the table of docs/benchmarks.md.
 */
export async function measure(rounds: number): Promise<void> {
  const seconds = {
    reference: [] as number[],
    up: [] as number[],
    again: [] as number[],
    synth: [] as number[],
  };
  const loadBefore = loadavg()[0] ?? 0;
  try {
    // The tool chain and the images are made before anything is measured.
    await say('Making what is not measured: tool chain and images', up);
    const images = imagesInUse(loadDeployment(deploymentFile));
    if (images === undefined) throw new Error('a deployment that is up has images');
    for (let round = 1; round <= rounds; round++) {
      const reference = async () =>
        seconds.reference.push(await say(`${round}: reference flow`, () => referenceFlow(images)));
      const ours = async () => {
        await destroy();
        seconds.up.push(await say(`${round}: up`, up));
        seconds.again.push(await say(`${round}: up, nothing to change`, up));
        seconds.synth.push(await say(`${round}: synth`, synth));
      };
      // Each goes first every other round.
      for (const part of round % 2 === 1 ? [reference, ours] : [ours, reference]) await part();
    }
    const measurements: Measurement[] = [
      { name: 'reference flow, as a shell script', seconds: seconds.reference },
      { name: '`up`, from images present to a proven credential', seconds: seconds.up },
      { name: '`up`, nothing to change', seconds: seconds.again },
      { name: 'synth', seconds: seconds.synth },
    ];
    console.log(await writeReport({ machine: await machine(images, loadBefore), measurements }));
  } finally {
    // What went wrong before is what there is to tell.
    await destroy().catch((error: unknown) => console.error(`bench: ${String(error)}`));
    rmSync(inProject(synthFolder), { recursive: true, force: true });
  }
}

/** Runs a part, says how long it took as the part itself counts it, and returns that. */
async function say(title: string, part: () => Promise<number>): Promise<number> {
  const seconds = await part();
  console.error(`${title}: ${seconds.toFixed(2)} s`);
  return seconds;
}

async function up(): Promise<number> {
  return timed(() => dbvault('up', '--yes'));
}

async function destroy(): Promise<void> {
  await dbvault('destroy', '--yes', '--delete-data');
}

async function synth(): Promise<number> {
  const env = { DBVAULT_DEPLOYMENT: deploymentFile, CDKTF_OUTDIR: inProject(synthFolder) };
  return timed(() => program(process.execPath, ['--require', 'sucrase/register/ts', 'main.ts'], env));
}

/** The script counts its own time: how it cleans up is no part of the flow. */
async function referenceFlow(images: ImageNames): Promise<number> {
  const output = await program(inProject('bench/reference-flow.sh'), [], {
    VAULT_IMAGE: images.vault,
    POSTGRES_IMAGE: images.postgres,
    BENCH_NAME: 'dbvault-bench-reference',
    BENCH_STORAGE: storage,
  });
  const seconds = /reference flow: ([\d.]+) s/.exec(output)?.[1];
  if (seconds === undefined) throw new Error(`the reference flow did not say its time: ${output}`);
  return Number(seconds);
}

async function dbvault(...args: readonly string[]): Promise<string> {
  return program(process.execPath, ['cli/dbvault.mjs', ...args, '--deployment', deploymentFile]);
}

async function program(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  return mustRun(command, args, `${[command, ...args].join(' ')} failed`, { cwd: projectFolder, env });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

async function machine(images: ImageNames, loadBefore: number): Promise<Record<string, string | number>> {
  const docker = await program('docker', ['version', '--format', '{{.Server.Version}}']);
  return {
    cores: cpus().length,
    // What else the machine was doing: above the number of cores, the figures are those of a busy machine.
    loadBefore: Number(loadBefore.toFixed(1)),
    node: process.versions.node,
    docker: docker.trim(),
    vaultImage: images.vault,
    postgresImage: images.postgres,
    storage,
  };
}
