/** What a deployment cannot do without. */
export type Part = 'engine' | 'terraform' | 'providers' | 'vault image' | 'postgres image';

/**
 * How a part is had: it is there (`ready`), its publisher's registry answers and serves it (`official`), this
 * machine can make it (`make`), or neither (`impossible`).
 */
export type Way = 'ready' | 'official' | 'make' | 'impossible';

/** The names of the two images, as an engine takes them: `hashicorp/vault:1.21.1`, `postgres:15`. */
export interface ImageNames {
  readonly vault: string;
  readonly postgres: string;
}

export interface Needs {
  /** The official names that the deployment declares. */
  readonly images: ImageNames;
  /** A Vault that is made here has Raft alone, which takes half as long, unless it is to keep its data in files. */
  readonly vaultStorage: 'raft' | 'file';
  /**
   * What a running deployment uses already: kept while it is present, so that a changed way never replaces a container.
   *
   * @default none runs
   */
  readonly imagesInUse?: ImageNames;
}

export interface Finding {
  readonly part: Part;
  readonly way: Way;
  /** One phrase: `Docker engine 20.10.24`, `no engine answers at unix:///var/run/docker.sock`. */
  readonly found: string;
  /** What the part's task would do, for the ways `official` and `make`, as far as there is something to do. */
  readonly action?: string;
  /** Of that action on two cores with nothing cached. */
  readonly estimatedSeconds?: number;
  /** For the way `impossible` alone: the command that helps. */
  readonly remedy?: string;
  /** What works, and may one day be something else. */
  readonly warning?: string;
}

export interface Inspection {
  readonly findings: readonly Finding[];
}

/** Says what a running task is at, one short phrase at a time. */
export type Report = (detail: string) => void;

export interface MakeTask {
  readonly part: Part;
  readonly title: string;
  /**
   * All tasks may be started together: one that needs another's result waits for it itself.
   *
   * @throws Problem
   */
  run(report: Report): Promise<void>;
}

/** What applies the stacks. */
export type EngineName = 'Terraform' | 'OpenTofu';

export interface Tools {
  readonly engine: EngineName;
  /** The command or the path of Terraform or OpenTofu. */
  readonly terraform: string;
  /** To be added to the environment of Terraform and cdktf. */
  readonly env: Readonly<Record<string, string>>;
  readonly images: ImageNames;
}
