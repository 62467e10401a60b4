import { readFileSync } from 'node:fs';
import { deploymentLabel, networkName, partLabel, postgresHost } from '../constructs/names';
import { docker } from './docker';
import { runOverNetwork, tryLogins, type Login, type SessionResult } from './postgres-session';

/** The probe ends by itself, should the run that started it be killed. */
const longestLifeSeconds = 300;

/** Before it ends a run that goes on for longer gets another one: each login has as long as is left of its life. */
const renewedAfterMs = 200_000;

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
  private container: Promise<string>;
  private startedAtMs = performance.now();

  /** Starts the container, and does not wait for it: the first login does. */
  constructor(private readonly props: ProbeProps) {
    this.container = this.start();
  }

  async run(
    login: Pick<Login, 'database' | 'username' | 'password'>,
    statements: readonly string[] = ['SELECT 1'],
  ): Promise<SessionResult> {
    const { caFile } = this.props;
    const ca = caFile === undefined ? {} : { ca: readFileSync(caFile, 'utf8') };
    return runOverNetwork(await this.running(), { host: postgresHost, ...login, ...ca }, statements);
  }

  async takes(logins: readonly Pick<Login, 'database' | 'username' | 'password'>[]): Promise<boolean[]> {
    const { caFile } = this.props;
    const ca = caFile === undefined ? {} : { ca: readFileSync(caFile, 'utf8') };
    const all = logins.map((login) => ({ host: postgresHost, ...login, ...ca }));
    return tryLogins(await this.running(), postgresHost, all);
  }

  async stop(): Promise<void> {
    const container = await this.container.catch(() => undefined);
    // One that cannot be stopped, as one that has ended, is no reason to fail: it goes by itself.
    if (container !== undefined) await docker(['kill', container]).catch(() => undefined);
  }

  private running(): Promise<string> {
    if (performance.now() - this.startedAtMs > renewedAfterMs) this.container = this.start();
    return this.container;
  }

  private start(): Promise<string> {
    this.startedAtMs = performance.now();
    const container = startContainer(this.props);
    // Told by whoever uses it; until then it is no unhandled failure.
    container.catch(() => undefined);
    return container;
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
