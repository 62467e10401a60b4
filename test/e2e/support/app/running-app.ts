import { readFileSync } from 'node:fs';
import {
  appRole,
  VaultCredentials,
  type LoginMethod,
  type VaultCredentialsProps,
} from '../../../../packages/vault-credentials/src';
import type { Flow } from '../reference-flow';

interface Told {
  readonly event: string;
  readonly atMs: number;
  readonly what: unknown;
}

const events = ['loggedIn', 'changed', 'renewed', 'ended', 'overdue', 'readiness', 'problem'] as const;

/** The credentials of an application on a deployment, and all that they said. */
export class RunningApp {
  readonly credentials: VaultCredentials;
  readonly told: Told[] = [];
  /** The tokens and users' passwords that it had, to be searched for. */
  readonly secrets: string[] = [];

  constructor(
    private readonly flow: Flow,
    props: Partial<VaultCredentialsProps> = {},
  ) {
    this.credentials = new VaultCredentials({
      address: `https://127.0.0.1:${flow.deployment.vault.port}`,
      caFile: this.caFile,
      role: 'db-app',
      ...props,
      login: this.#listening(props.login ?? this.handedOver()),
    });
    for (const event of events) {
      this.credentials.on(event, (what?: unknown) =>
        this.told.push({ event, atMs: performance.now(), what }),
      );
    }
    this.credentials.on('changed', () => {
      const user = this.credentials.borrow();
      this.secrets.push(user.password);
      user.giveBack();
    });
  }

  get caFile(): string {
    return `${this.flow.folder}/tls/ca.pem`;
  }

  /** Where PostgreSQL is, with its certificate to be verified. */
  get postgres() {
    const { publishedPort, database } = this.flow.deployment.postgres;
    if (publishedPort === undefined) throw new Error('the deployment does not publish PostgreSQL');
    return {
      host: '127.0.0.1',
      port: publishedPort,
      database,
      ssl: { ca: readFileSync(this.caFile, 'utf8') },
    };
  }

  get token(): string {
    return this.secrets.find((secret) => secret.startsWith('hvs.')) ?? '';
  }

  /** Logs in with what `app-identity` has put there last. */
  handedOver(): LoginMethod {
    const folder = `${this.flow.folder}/app`;
    return appRole({ roleIdFile: `${folder}/role-id`, wrappedSecretIdFile: `${folder}/wrapped-secret-id` });
  }

  of(event: (typeof events)[number]): Told[] {
    return this.told.filter((told) => told.event === event);
  }

  /** All that was observed, as text. */
  observed(): string {
    const problems = this.of('problem').map(({ what }) => String((what as Error).stack));
    return [JSON.stringify(this.told), JSON.stringify(this.credentials.state), ...problems].join('\n');
  }

  #listening(login: LoginMethod): LoginMethod {
    return {
      ...login,
      logIn: async (vault) => {
        const token = await login.logIn(vault);
        this.secrets.unshift(token.value);
        return token;
      },
    };
  }
}

/** The users that Vault has made for the application, and has not ended. */
export async function appUsers(flow: Flow): Promise<string[]> {
  const sql = "SELECT rolname FROM pg_roles WHERE rolname LIKE 'v-%' ORDER BY 1";
  return (await flow.superuser(sql)).split('\n').filter((line) => line !== '');
}

/** How many sessions Vault's users have. */
export async function appSessions(flow: Flow): Promise<number> {
  return Number(await flow.superuser("SELECT count(*) FROM pg_stat_activity WHERE usename LIKE 'v-%'"));
}
