import { Problem } from '../common/problem';
import { lastLines, notFoundExitCode, run } from '../common/run';

export type DockerKind = 'container' | 'volume' | 'network';

/** What a container is and does. */
export interface ContainerState {
  readonly imageId: string;
  /** `running`, `exited`, … as Docker has it. */
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Undefined where there is no container of that name. */
export async function inspectContainer(name: string): Promise<ContainerState | undefined> {
  const container = (await inspect('container', name)) as
    | { Image: string; State: { Status: string }; Config: { Labels: Record<string, string> | null } }
    | undefined;
  if (container === undefined) return undefined;
  return { imageId: container.Image, state: container.State.Status, labels: container.Config.Labels ?? {} };
}

/** The labels of a volume or network; undefined where there is none of that name. */
export async function labelsOf(
  kind: 'volume' | 'network',
  name: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  const found = (await inspect(kind, name)) as { Labels: Record<string, string> | null } | undefined;
  return found === undefined ? undefined : (found.Labels ?? {});
}

/** The names of all that carries a label. */
export async function findByLabel(kind: DockerKind, label: string): Promise<string[]> {
  const all = kind === 'container' ? ['--all'] : [];
  const format = kind === 'container' ? '{{.Names}}' : '{{.Name}}';
  const names = await docker([kind, 'ls', ...all, '--filter', `label=${label}`, '--format', format]);
  return names.split('\n').filter((name) => name !== '');
}

/** Whether Docker has all of these, by id or name, and those that are containers run. */
export async function allThere(ids: readonly string[]): Promise<boolean> {
  const result = await run('docker', ['inspect', ...ids]);
  if (result.exitCode !== 0) return false;
  const found = JSON.parse(result.stdout) as { State?: { Running?: boolean } }[];
  return found.every(({ State }) => State === undefined || State.Running === true);
}

/** Whether a container's log holds a text, since it was last made. */
export async function logHolds(container: string, text: string): Promise<boolean> {
  const { stdout, stderr } = await run('docker', ['logs', container]);
  return stdout.includes(text) || stderr.includes(text);
}

/** How a container's log ends, as the end of a sentence; empty where there is no such container. */
export async function logTail(container: string): Promise<string> {
  const { exitCode, stdout, stderr } = await run('docker', ['logs', '--tail', '5', container]);
  return exitCode === 0 ? `; its log ends with\n${lastLines(`${stdout}\n${stderr}`)}` : '';
}

/**
 * Runs Docker's client, which must succeed.
 *
 * @throws Problem where it is not there, its engine does not answer, or it refuses
 */
export async function docker(args: readonly string[]): Promise<string> {
  const result = await run('docker', args);
  if (result.exitCode === 0) return result.stdout;
  throw dockerProblem(args, result.exitCode, result.stderr);
}

/** Docker's own descriptions of those that are there. */
export async function inspectAll<T>(kind: DockerKind, names: readonly string[]): Promise<T[]> {
  if (names.length === 0) return [];
  const args = [kind, 'inspect', ...new Set(names)];
  const { exitCode, stdout, stderr } = await run('docker', args);
  const failures = stderr.split('\n').filter((line) => line !== '' && !notThere.test(line));
  if (exitCode !== 0 && failures.length > 0) throw dockerProblem(args, exitCode, stderr);
  return JSON.parse(stdout === '' ? '[]' : stdout) as T[];
}

const notThere = /no such (container|volume|network|object)|not found/i;

async function inspect(kind: DockerKind, name: string): Promise<unknown> {
  const [found] = await inspectAll<unknown>(kind, [name]);
  return found;
}

function dockerProblem(args: readonly string[], exitCode: number, stderr: string): Problem {
  const isGone = exitCode === notFoundExitCode || /cannot connect|is the docker daemon running/i.test(stderr);
  return new Problem({
    what: isGone ? 'No Docker engine answers' : `docker ${args.slice(0, 2).join(' ')} failed`,
    where: process.env['DOCKER_HOST'] ?? 'the default socket',
    why: exitCode === notFoundExitCode ? "there is no 'docker' command" : lastLines(stderr),
    next: isGone ? 'npm run up starts it, or says what is missing' : 'npx dbvault doctor',
  });
}
