import type { FoundContainer, FoundDocker } from '../common/found/docker';
import { deploymentLabel } from '../constructs/names';
import { docker, findByLabel, inspectAll, type Engine } from './docker';

/** What a deployment declares, by name. */
export interface DockerNames {
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
}

/** The parts of Docker's own description of a container that are read here. */
interface Inspected {
  readonly Name: string;
  readonly Image: string;
  readonly RestartCount: number;
  readonly State: {
    readonly Status: string;
    readonly ExitCode: number;
    readonly Health?: { readonly Status: string };
  };
  readonly Config: { readonly Labels: Record<string, string> | null };
  readonly Mounts: readonly { Type: string; Name?: string; Source: string; Destination: string }[];
  readonly NetworkSettings: { readonly Networks: Record<string, unknown> };
  readonly HostConfig: {
    readonly PortBindings: Record<string, { HostIp: string; HostPort: string }[] | null> | null;
    readonly Privileged: boolean;
    readonly CapAdd: string[] | null;
    readonly CapDrop: string[] | null;
    readonly SecurityOpt: string[] | null;
    readonly NetworkMode: string;
    readonly PidMode: string;
    readonly IpcMode: string;
    readonly Devices: unknown[] | null;
    readonly Memory: number;
    readonly RestartPolicy: { readonly Name: string };
  };
}

interface Labelled {
  readonly Name: string;
  readonly Labels: Record<string, string> | null;
  readonly Containers?: Record<string, { readonly Name: string }>;
}

/**
 * Reads what belongs to a deployment, is on its network, or mounts its volumes. Changes nothing.
 *
 * @param engines all that run something of it; the network of its name that each has is told as one
 */
export async function readDocker(
  deployment: string,
  declared: DockerNames,
  engines: readonly Engine[] = [undefined],
): Promise<FoundDocker> {
  const found = await Promise.all(engines.map((engine) => readEngine(deployment, declared, engine)));
  const networks = new Map<string, FoundDocker['networks'][number]>();
  for (const network of found.flatMap((one) => one.networks)) {
    const known = networks.get(network.name);
    const containers = [...(known?.containers ?? []), ...network.containers];
    networks.set(network.name, { ...network, containers });
  }
  return {
    containers: found.flatMap((one) => one.containers),
    networks: [...networks.values()],
    volumes: found.flatMap((one) => one.volumes),
  };
}

async function readEngine(deployment: string, declared: DockerNames, engine: Engine): Promise<FoundDocker> {
  const label = `${deploymentLabel}=${deployment}`;
  const [containers, networks, volumes, users] = await Promise.all([
    findByLabel('container', label, engine),
    findByLabel('network', label, engine),
    findByLabel('volume', label, engine),
    Promise.all(declared.volumes.map((volume) => usersOf(volume, engine))),
  ]);
  const networkNames = [...declared.networks, ...networks];
  const foundNetworks = await inspectAll<Labelled>('network', networkNames, engine);
  const attached = foundNetworks.flatMap(({ Containers }) => Object.values(Containers ?? {}));
  const names = [...declared.containers, ...containers, ...users.flat(), ...attached.map(({ Name }) => Name)];
  const [foundContainers, foundVolumes] = await Promise.all([
    inspectAll<Inspected>('container', names, engine),
    inspectAll<Labelled>('volume', [...declared.volumes, ...volumes], engine),
  ]);
  return {
    containers: foundContainers.map(toContainer),
    networks: foundNetworks.map(({ Name, Labels, Containers }) => ({
      name: Name,
      labels: Labels ?? {},
      containers: Object.values(Containers ?? {}).map((container) => container.Name),
    })),
    volumes: foundVolumes.map(({ Name, Labels }) => ({ name: Name, labels: Labels ?? {} })),
  };
}

/** The containers that mount a volume, running or not. */
async function usersOf(volume: string, engine: Engine): Promise<string[]> {
  const args = ['ps', '--all', '--filter', `volume=${volume}`, '--format', '{{.Names}}'];
  const names = await docker(args, engine);
  return names.split('\n').filter((name) => name !== '');
}

function toContainer({ HostConfig: host, ...container }: Inspected): FoundContainer {
  const shares = {
    network: host.NetworkMode === 'host',
    processes: host.PidMode === 'host',
    memory: host.IpcMode === 'host',
    devices: (host.Devices ?? []).length > 0,
  };
  return {
    name: container.Name.replace(/^\//, ''),
    labels: container.Config.Labels ?? {},
    state: container.State.Status,
    exitCode: container.State.ExitCode,
    health: container.State.Health?.Status,
    restarts: container.RestartCount,
    imageId: container.Image,
    ports: portsOf(host.PortBindings ?? {}),
    mounts: container.Mounts.map(({ Type, Name, Source, Destination }) => ({
      source: Type === 'volume' ? (Name ?? '') : Source,
      target: Destination,
    })),
    networks: Object.keys(container.NetworkSettings.Networks),
    isPrivileged: host.Privileged,
    addedRights: host.CapAdd ?? [],
    droppedRights: host.CapDrop ?? [],
    securityOptions: host.SecurityOpt ?? [],
    shares: Object.entries(shares).flatMap(([part, isShared]) => (isShared ? [part] : [])),
    memoryMegabytes: Math.floor(host.Memory / 1024 ** 2),
    restartPolicy: host.RestartPolicy.Name,
  };
}

/** Docker's own form of a port is `8200/tcp`. */
function portsOf(bindings: NonNullable<Inspected['HostConfig']['PortBindings']>): FoundContainer['ports'] {
  return Object.entries(bindings).flatMap(([port, bound]) => {
    const [internal = '', protocol = ''] = port.split('/');
    return (bound ?? []).map(({ HostIp, HostPort }) => ({
      ip: HostIp,
      external: HostPort,
      internal,
      protocol,
    }));
  });
}
