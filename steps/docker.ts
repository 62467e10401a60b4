import { mustRun, run } from '../common/run';

/** What a container is and does; undefined where there is none of that name. */
export interface ContainerState {
  readonly id: string;
  readonly imageId: string;
  /** `running`, `exited`, … as Docker has it. */
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
}

export async function inspectContainer(name: string): Promise<ContainerState | undefined> {
  const result = await run('docker', ['container', 'inspect', name]);
  if (result.exitCode !== 0) return undefined;
  const [container] = JSON.parse(result.stdout) as [
    {
      Id: string;
      Image: string;
      State: { Status: string };
      Config: { Labels: Record<string, string> | null };
    },
  ];
  return {
    id: container.Id,
    imageId: container.Image,
    state: container.State.Status,
    labels: container.Config.Labels ?? {},
  };
}

/** The names of containers, volumes or networks that carry a label. */
export async function findByLabel(
  kind: 'container' | 'volume' | 'network',
  label: string,
): Promise<string[]> {
  const all = kind === 'container' ? ['--all', '--no-trunc'] : [];
  const format = kind === 'container' ? '{{.Names}}' : '{{.Name}}';
  const args = [kind, 'ls', ...all, '--filter', `label=${label}`, '--format', format];
  const names = await mustRun('docker', args, `Could not list Docker's ${kind}s`);
  return names.split('\n').filter((name) => name !== '');
}

/** Whether Docker has all of these, by id or name, and those that are containers run. */
export async function allThere(ids: readonly string[]): Promise<boolean> {
  const result = await run('docker', ['inspect', ...ids]);
  if (result.exitCode !== 0) return false;
  const found = JSON.parse(result.stdout) as { State?: { Running?: boolean } }[];
  return found.every(({ State }) => State === undefined || State.Running === true);
}
