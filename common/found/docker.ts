export interface FoundPort {
  readonly ip: string;
  /** Of the machine; empty where Docker chooses one. */
  readonly external: string;
  readonly internal: string;
  readonly protocol: string;
}

export interface FoundMount {
  /** The name of a volume, or a path of the machine. */
  readonly source: string;
  /** The path in the container. */
  readonly target: string;
}

/** How a container is set up: what it is declared with, and what Docker has of it. */
export interface ContainerSetup {
  readonly ports: readonly FoundPort[];
  readonly mounts: readonly FoundMount[];
  readonly networks: readonly string[];
  readonly isPrivileged: boolean;
  readonly addedRights: readonly string[];
  readonly droppedRights: readonly string[];
  readonly securityOptions: readonly string[];
  /** 0 is no limit. */
  readonly memoryMegabytes: number;
  readonly restartPolicy: string;
}

export interface FoundContainer extends ContainerSetup {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** `running`, `exited`, … as Docker has it. */
  readonly state: string;
  readonly exitCode: number;
  /** `healthy`, `unhealthy`, `starting`; undefined where nobody looks. */
  readonly health: string | undefined;
  /** How often Docker started it again by itself. */
  readonly restarts: number;
  readonly imageId: string;
  /** Parts of the machine that it shares: `network`, `processes`, `devices`. */
  readonly shares: readonly string[];
}

export interface FoundNetwork {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The names of the containers on it. */
  readonly containers: readonly string[];
}

export interface FoundVolume {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What Docker has that belongs to a deployment, is on its network, or mounts its volumes. */
export interface FoundDocker {
  readonly containers: readonly FoundContainer[];
  readonly networks: readonly FoundNetwork[];
  readonly volumes: readonly FoundVolume[];
}
