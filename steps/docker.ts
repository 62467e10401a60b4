import { join } from 'node:path';
import { inProject } from '../common/project';
import { Problem } from '../common/problem';
import { lastLines, notFoundExitCode, run, type RunOptions, type RunResult } from '../common/run';
import type { DockerEngine } from '../constructs/names';

/** Another machine's engine; undefined is this machine's. */
export type Engine = DockerEngine | undefined;

export type DockerKind = 'container' | 'volume' | 'network';

/** What a container is and does. */
export interface ContainerState {
  readonly imageId: string;
  /** `running`, `exited`, … as Docker has it. */
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Undefined where there is no container of that name. */
export async function inspectContainer(name: string, engine?: Engine): Promise<ContainerState | undefined> {
  const container = (await inspect('container', name, engine)) as
    | { Image: string; State: { Status: string }; Config: { Labels: Record<string, string> | null } }
    | undefined;
  if (container === undefined) return undefined;
  return { imageId: container.Image, state: container.State.Status, labels: container.Config.Labels ?? {} };
}

/** The labels of a volume or network; undefined where there is none of that name. */
export async function labelsOf(
  kind: 'volume' | 'network',
  name: string,
  engine?: Engine,
): Promise<Readonly<Record<string, string>> | undefined> {
  const found = (await inspect(kind, name, engine)) as { Labels: Record<string, string> | null } | undefined;
  return found === undefined ? undefined : (found.Labels ?? {});
}

/** The names of all that carries a label. */
export async function findByLabel(kind: DockerKind, label: string, engine?: Engine): Promise<string[]> {
  const all = kind === 'container' ? ['--all'] : [];
  const format = kind === 'container' ? '{{.Names}}' : '{{.Name}}';
  const args = [kind, 'ls', ...all, '--filter', `label=${label}`, '--format', format];
  const names = await docker(args, engine);
  return names.split('\n').filter((name) => name !== '');
}

/**
 * Whether Docker has all of these, by id or name, and those that are containers run and are on a network.
 *
 * @param engines all that may have them; @default this machine's
 */
export async function allThere(
  ids: readonly string[],
  engines: readonly Engine[] = [undefined],
): Promise<boolean> {
  const results = await Promise.all(engines.map((engine) => runDocker(['inspect', ...ids], engine)));
  const found = results.flatMap(({ stdout }) => JSON.parse(stdout === '' ? '[]' : stdout) as Running[]);
  return ids.every((id) => found.some((one) => isOf(one, id))) && found.every(runs);
}

interface Running {
  readonly Id?: string;
  readonly Name?: string;
  readonly State?: { readonly Running?: boolean };
  readonly NetworkSettings?: { readonly Networks?: Readonly<Record<string, unknown>> };
}

function isOf({ Id, Name }: Running, id: string): boolean {
  return Id === id || Name === id || Name === `/${id}`;
}

function runs({ State, NetworkSettings }: Running): boolean {
  if (State === undefined) return true;
  return State.Running === true && Object.keys(NetworkSettings?.Networks ?? {}).length > 0;
}

/** Whether a container's log holds a text, since it was last made. */
export async function logHolds(container: string, text: string, engine?: Engine): Promise<boolean> {
  const { stdout, stderr } = await runDocker(['logs', container], engine);
  return stdout.includes(text) || stderr.includes(text);
}

/** How a container's log ends, as the end of a sentence; empty where there is no such container. */
export async function logTail(container: string, engine?: Engine): Promise<string> {
  const { exitCode, stdout, stderr } = await runDocker(['logs', '--tail', '5', container], engine);
  return exitCode === 0 ? `; its log ends with\n${lastLines(`${stdout}\n${stderr}`)}` : '';
}

/**
 * Runs Docker's client, which must succeed.
 *
 * @throws Problem where it is not there, its engine does not answer, or it refuses
 */
export async function docker(args: readonly string[], engine?: Engine): Promise<string> {
  const result = await runDocker(args, engine);
  if (result.exitCode === 0) return result.stdout;
  throw dockerProblem(args, result.exitCode, result.stderr, engine);
}

/** Runs Docker's client, whatever comes of it. */
export async function runDocker(
  args: readonly string[],
  engine?: Engine,
  options?: RunOptions,
): Promise<RunResult> {
  return run('docker', [...engineArgs(engine), ...args], options);
}

/** What makes Docker's client ask an engine. */
export function engineArgs(engine: Engine): string[] {
  if (engine === undefined) return [];
  const { host, certFolder } = engine;
  if (certFolder === undefined) return ['--host', host];
  const file = (name: string) => join(inProject(certFolder), name);
  const files = ['--tlscacert', file('ca.pem'), '--tlscert', file('cert.pem'), '--tlskey', file('key.pem')];
  return ['--host', host, '--tlsverify', ...files];
}

/** Docker's own descriptions of those that are there. */
export async function inspectAll<T>(
  kind: DockerKind,
  names: readonly string[],
  engine?: Engine,
): Promise<T[]> {
  if (names.length === 0) return [];
  const args = [kind, 'inspect', ...new Set(names)];
  const { exitCode, stdout, stderr } = await runDocker(args, engine);
  const failures = stderr.split('\n').filter((line) => line !== '' && !notThere.test(line));
  if (exitCode !== 0 && failures.length > 0) throw dockerProblem(args, exitCode, stderr, engine);
  return JSON.parse(stdout === '' ? '[]' : stdout) as T[];
}

const notThere = /no such (container|volume|network|object)|not found/i;

async function inspect(kind: DockerKind, name: string, engine: Engine): Promise<unknown> {
  const [found] = await inspectAll<unknown>(kind, [name], engine);
  return found;
}

function dockerProblem(args: readonly string[], exitCode: number, stderr: string, engine: Engine): Problem {
  const isGone = exitCode === notFoundExitCode || /cannot connect|is the docker daemon running/i.test(stderr);
  return new Problem({
    what: isGone ? 'No Docker engine answers' : `docker ${args.slice(0, 2).join(' ')} failed`,
    where: engine?.host ?? process.env['DOCKER_HOST'] ?? 'the default socket',
    why: exitCode === notFoundExitCode ? "there is no 'docker' command" : lastLines(stderr),
    next:
      isGone && engine !== undefined
        ? 'start it, or correct vault.nodes in the deployment; docker --host … info asks the same'
        : isGone
          ? 'npm run up starts it, or says what is missing'
          : 'npx dbvault doctor',
  });
}
