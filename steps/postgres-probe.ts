import { readFileSync } from 'node:fs';
import { deploymentLabel, networkName, partLabel, postgresHost } from '../constructs/names';
import { docker } from './docker';
import { runOverNetwork, tryLogins, type Login, type SessionResult } from './postgres-session';

/** The probe ends by itself, should the run that started it be killed. */
const longestLifeSeconds = 300;

export interface ProbeProps {
  readonly deployment: string;
  /** An image with `psql`: that of the PostgreSQL container. */
  readonly image: string;
  /** Read at each login. @default PostgreSQL speaks no TLS */
  readonly caFile?: string;
}

/** From where PostgreSQL is logged in to, as any other host does. */
export interface Probe {
  /** @throws Problem where PostgreSQL cannot be reached */
  run(
    login: Pick<Login, 'database' | 'username' | 'password'>,
    statements?: readonly string[],
  ): Promise<SessionResult>;
  /** Which of these logins it takes. @throws Problem where PostgreSQL cannot be reached */
  takes(logins: readonly Pick<Login, 'database' | 'username' | 'password'>[]): Promise<boolean[]>;
}

/**
 * A container beside PostgreSQL's, to log in from: PostgreSQL trusts its own localhost, so what is tried from
 * there proves nothing.
 */
export class PostgresProbe implements Probe {
  private readonly container: Promise<string>;

  /** Starts the container, and does not wait for it: the first login does. */
  constructor(private readonly props: ProbeProps) {
    this.container = startContainer(props);
    // Told by whoever uses it; until then it is no unhandled failure.
    this.container.catch(() => undefined);
  }

  async run(
    login: Pick<Login, 'database' | 'username' | 'password'>,
    statements: readonly string[] = ['SELECT 1'],
  ): Promise<SessionResult> {
    const { caFile } = this.props;
    const ca = caFile === undefined ? {} : { ca: readFileSync(caFile, 'utf8') };
    return runOverNetwork(await this.container, { host: postgresHost, ...login, ...ca }, statements);
  }

  async takes(logins: readonly Pick<Login, 'database' | 'username' | 'password'>[]): Promise<boolean[]> {
    const { caFile } = this.props;
    const ca = caFile === undefined ? {} : { ca: readFileSync(caFile, 'utf8') };
    const all = logins.map((login) => ({ host: postgresHost, ...login, ...ca }));
    return tryLogins(await this.container, postgresHost, all);
  }

  async stop(): Promise<void> {
    const container = await this.container.catch(() => undefined);
    if (container !== undefined) await docker(['kill', container]);
  }
}

async function startContainer(props: ProbeProps): Promise<string> {
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
  return (await docker([...args, ...labels, props.image, String(longestLifeSeconds)])).trim();
}
