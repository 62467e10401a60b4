import { auditFile, auditVolume } from '../../../../constructs/names';
import { docker } from '../outside';
import type { Flow } from '../reference-flow';

/** A request as Vault's audit log has it. */
export interface Audited {
  /** The policies of who asked, but for `default`; none of who has no token. */
  readonly who: string;
  /** As a need is written: what it asks for, and its path. */
  readonly what: string;
  /** The policies that allow it. */
  readonly allowedBy: readonly string[];
  /** Whether no policy did. */
  readonly isRefused: boolean;
}

interface Entry {
  readonly type: string;
  readonly auth?: {
    readonly policies?: readonly string[];
    readonly policy_results?: { readonly granting_policies?: readonly { readonly name?: string }[] };
  };
  readonly request: { readonly operation: string; readonly path: string };
  readonly error?: string;
}

/** What a deployment's Vault was asked, verb by verb, as its audit log has it. */
export class AuditedLife {
  readonly requests: Audited[] = [];
  private read = 0;

  constructor(private readonly flow: Flow) {}

  /** The requests since the last call, of which those of a life are kept. */
  async since(): Promise<Audited[]> {
    const log = await docker(
      'exec',
      this.flow.deployment.vault.containerName,
      'tail',
      '-n',
      `+${this.read + 1}`,
      auditFile,
    );
    return this.take(log);
  }

  /** The same after Vault's container was removed: of its volume. */
  async sinceFromVolume(image: string): Promise<Audited[]> {
    const volume = auditVolume(this.flow.deployment.vault.containerName);
    const file = auditFile.split('/').at(-1) ?? '';
    const options = [
      'run',
      '--rm',
      '--network',
      'none',
      '--user',
      'root',
      '--entrypoint',
      'tail',
      '--volume',
      `${volume}:/log:ro`,
    ];
    return this.take(await docker(...options, image, '-n', `+${this.read + 1}`, `/log/${file}`));
  }

  /** Runs a verb, and keeps what it asked. */
  async run(work: () => Promise<unknown>): Promise<Audited[]> {
    await work();
    const requests = await this.since();
    this.requests.push(...requests);
    return requests;
  }

  private take(log: string): Audited[] {
    const lines = log.split('\n').filter((line) => line !== '');
    this.read += lines.length;
    return lines
      .map((line) => JSON.parse(line) as Entry)
      .filter(({ type }) => type === 'response')
      .map(toAudited);
  }
}

function toAudited({ auth, request, error }: Entry): Audited {
  const granting = auth?.policy_results?.granting_policies ?? [];
  return {
    who: (auth?.policies ?? []).filter((policy) => policy !== 'default').join(),
    what: `${request.operation} ${request.path.replace(/^(identity\/\w+\/id\/).+/, '$1+')}`,
    allowedBy: granting.flatMap(({ name }) => name ?? []),
    isRefused: /^1 error occurred:\s+\* permission denied/.test(error ?? ''),
  };
}
