import { Client, type ClientConfig } from 'pg';
import { Problem } from '../common/problem';
import type { Probe } from './postgres-probe';
import { sqlStates, type Login, type SessionResult } from './postgres-session';

const answersWithinMs = 10_000;

export interface ServerProbeProps {
  readonly host: string;
  readonly port: number;
  readonly sslmode: 'verify-full' | 'verify-ca';
  /** @default the CAs that Node knows */
  readonly caPem?: string | undefined;
}

/** PostgreSQL's codes for a login that it refuses. */
const refusals = ['28P01', '28000'];

/** Logs in to a PostgreSQL that runs elsewhere, from this machine and over TLS. */
export class ServerProbe implements Probe {
  constructor(private readonly props: ServerProbeProps) {}

  async run(
    login: Pick<Login, 'database' | 'username' | 'password'>,
    statements: readonly string[] = ['SELECT 1'],
  ): Promise<SessionResult> {
    const client = new Client(this.configOf(login));
    // Told by the request that it cuts off.
    client.on('error', () => undefined);
    try {
      await client.connect();
    } catch (error) {
      await client.end().catch(() => undefined);
      if (refusals.includes(codeOf(error))) return { kind: 'refused' };
      throw this.unreachable(login.username, error);
    }
    try {
      return { kind: 'done', ...(await runEach(client, statements)) };
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async takes(logins: Parameters<Probe['takes']>[0]): Promise<boolean[]> {
    const outcomes = await Promise.all(logins.map((login) => this.run(login)));
    return outcomes.map(({ kind }) => kind === 'done');
  }

  private configOf({ database, username, password }: Parameters<Probe['run']>[0]): ClientConfig {
    const { host, port, sslmode, caPem } = this.props;
    return {
      host,
      port,
      database,
      user: username,
      password,
      connectionTimeoutMillis: answersWithinMs,
      ssl: {
        rejectUnauthorized: true,
        // What the certificate must be for, also where it is an address.
        host,
        ...(caPem === undefined ? {} : { ca: caPem }),
        ...(sslmode === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
      },
    };
  }

  private unreachable(username: string, error: unknown): Problem {
    return new Problem({
      what: 'PostgreSQL did not answer',
      where: `${this.props.host}:${this.props.port} as ${username}`,
      why: codeOf(error) || (error as Error).message,
      next: 'look whether it runs and is reached from here, over TLS with a certificate of the CA that the deployment names',
    });
  }
}

async function runEach(
  client: Client,
  statements: readonly string[],
): Promise<{ sqlStates: string[]; lines: string[] }> {
  const states: string[] = [];
  const lines: string[] = [];
  for (const sql of statements) {
    try {
      const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
      states.push(sqlStates.ok);
      lines.push(...rows.map((row) => row.map(String).join('|')));
    } catch (error) {
      states.push(codeOf(error));
    }
  }
  return { sqlStates: states, lines };
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: string };
  return code ?? '';
}
