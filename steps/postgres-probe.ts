import { deploymentLabel, networkName, partLabel, postgresHost } from '../constructs/names';
import { docker } from './docker';
import { runOverNetwork, type SessionResult } from './postgres-session';

/** The probe ends by itself, should the run that started it be killed. */
const longestLifeSeconds = 300;

export interface ProbeProps {
  readonly deployment: string;
  readonly database: string;
  /** An image with `psql`: that of the PostgreSQL container. */
  readonly image: string;
}

/**
 * A container beside PostgreSQL's, to log in from: PostgreSQL trusts its own localhost, so what is tried from
 * there proves nothing.
 */
export class PostgresProbe {
  private constructor(
    private readonly container: string,
    private readonly database: string,
  ) {}

  static async start(props: ProbeProps): Promise<PostgresProbe> {
    const args = [
      'run',
      '--detach',
      '--rm',
      '--network',
      networkName(props.deployment),
      '--entrypoint',
      'sleep',
    ];
    const labels = [`${deploymentLabel}=${props.deployment}`, `${partLabel}=probe`].flatMap((l) => [
      '--label',
      l,
    ]);
    const command = [...args, ...labels, props.image, String(longestLifeSeconds)];
    const id = await docker(command);
    return new PostgresProbe(id.trim(), props.database);
  }

  async run(
    username: string,
    password: string,
    statements: readonly string[] = ['SELECT 1'],
  ): Promise<SessionResult> {
    return runOverNetwork(
      this.container,
      { host: postgresHost, username, password, database: this.database },
      statements,
    );
  }

  async stop(): Promise<void> {
    await docker(['kill', this.container]);
  }
}
